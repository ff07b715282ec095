/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hidden folders to work in, which don't outlive those who work there by long: each is locked by its maker, so
 * whoever comes next to the same place can tell those that are left behind, and removes them.
 */
#ifndef MANYHANDS_SHOW_HIDDEN_H
#define MANYHANDS_SHOW_HIDDEN_H

struct hidden {
	char *path; /* owned */
	int lock;   /* held until it is removed */
};

/* Makes one in the folder PARENT, and removes those there whose makers were killed; files in them that begin
 * with a dot stay. NULL in path: it can't be made (errno). */
struct hidden hidden_make(const char *parent);

/* Removes it with all files in it. */
void hidden_remove(struct hidden *hidden);

#endif
