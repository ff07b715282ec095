# SPDX-License-Identifier: GPL-3.0-or-later
# page_style.sed: the style sheet as lines of C strings, without comments and indents.
/^\/\*/,/\*\/$/d
s/["\\]/\\&/g
s/^ *\(.*\)/"\1",/
