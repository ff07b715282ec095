# SPDX-License-Identifier: GPL-3.0-or-later
# page_style.sed: the style sheet as lines of C strings, without comments and indents.
# comments that end on their line, then those that don't, which have their lines for themselves
s|/\*[^*]*\*\**\([^/*][^*]*\*\**\)*/||g
/\/\*/,/\*\//d
s/^ *//
s/ *$//
/^$/d
s/["\\]/\\&/g
s/.*/"&",/
