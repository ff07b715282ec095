/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the limits of control groups, on every level from this process's group up to the mount. */
#include "sweep/quota.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

/* The kernel's v1 memory limit without a limit is LONG_MAX rounded down to a page. */
#define V1_MEMORY_NO_LIMIT (UINT64_C(1) << 62)

/* One line of mountinfo, pointing into it. */
struct mount {
	char *root;    /* the folder of the hierarchy that is mounted */
	char *point;   /* where it is mounted */
	char *type;    /* of the file system */
	char *options; /* of the super block: for v1 they name the controllers */
};

/* The first line of a small file below ROOT, without its newline; NULL if there is none. */
static char *read_line(const char *root, const char *dir, const char *name)
{
	char *path = xasprintf("%s%s/%s", root, dir, name);
	char *line = read_file(path, NULL);

	free(path);
	if (line) {
		line[strcspn(line, "\n")] = '\0';
	}
	return line;
}

static void read_number_limit(
	const char *root, const char *dir, const char *name, uint64_t no_limit, uint64_t *tightest)
{
	char *line = read_line(root, dir, name);
	uint64_t limit;

	if (line && parse_u64(line, &limit) && limit < no_limit && limit < *tightest) {
		*tightest = limit;
	}
	free(line);
}

/* "max 100000" and v1's "-1" do not parse as a number: no quota there. */
static void keep_tighter(struct quota *quota, const char *quota_us, const char *period_us,
	const char *dir, const char *name)
{
	uint64_t allowance, period;

	if (!parse_u64(quota_us, &allowance) || !parse_u64(period_us, &period) || allowance == 0 ||
		period == 0) {
		return;
	}
	double cpus = (double)allowance / (double)period;
	if (quota->cpus > 0 && quota->cpus <= cpus) {
		return;
	}
	quota->cpus = cpus;
	quota->period_us = period;
	char *source = xasprintf("%s/%s", dir, name);
	text_clean(source, quota->source, sizeof(quota->source));
	free(source);
}

static void read_v2_cpu(const char *root, const char *dir, struct quota *quota)
{
	char *line = read_line(root, dir, "cpu.max");
	char *space = line ? strchr(line, ' ') : NULL;

	if (space) {
		*space = '\0';
		keep_tighter(quota, line, space + 1, dir, "cpu.max");
	}
	free(line);
}

static void read_v1_cpu(const char *root, const char *dir, struct quota *quota)
{
	char *allowance = read_line(root, dir, "cpu.cfs_quota_us");
	char *period = read_line(root, dir, "cpu.cfs_period_us");

	if (allowance && period) {
		keep_tighter(quota, allowance, period, dir, "cpu.cfs_quota_us");
	}
	free(allowance);
	free(period);
}

/* Which files stand in a group depends on its controllers; what is missing is no limit. */
static void read_group(const char *root, const char *dir, struct quota *quota)
{
	read_v2_cpu(root, dir, quota);
	read_v1_cpu(root, dir, quota);
	read_number_limit(root, dir, "pids.max", QUOTA_NO_LIMIT, &quota->pids_max);
	read_number_limit(root, dir, "memory.max", QUOTA_NO_LIMIT, &quota->memory_max_bytes);
	read_number_limit(
		root, dir, "memory.limit_in_bytes", V1_MEMORY_NO_LIMIT, &quota->memory_max_bytes);
}

/* Every level counts: an outer group may be tighter than the one we are in. */
static void walk_up(const char *root, const char *mount, const char *below, struct quota *quota)
{
	char *dir = xasprintf("%s%s", mount, below);

	while (true) {
		read_group(root, dir, quota);
		if (strlen(dir) <= strlen(mount)) {
			break;
		}
		*strrchr(dir, '/') = '\0';
	}
	free(dir);
}

/* mountinfo writes blanks and backslashes in paths as three octal digits: "\040". */
static void unescape(char *text)
{
	static const char octal[] = "01234567";
	char *to = text;

	for (char *from = text; *from; to++) {
		if (*from == '\\' && strspn(from + 1, octal) >= 3) {
			char digits[] = {from[1], from[2], from[3], '\0'};

			*to = (char)strtoul(digits, NULL, 8);
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
}

/* Cuts LINE: "31 23 0:28 ROOT POINT options [more...] - TYPE source OPTIONS". */
static bool mount_parse(char *line, struct mount *mount)
{
	char *tail = strstr(line, " - ");
	char *rest = NULL;

	if (!tail) {
		return false;
	}
	*tail = '\0';
	for (int field = 0; field < 5; field++) {
		char *word = strtok_r(field == 0 ? line : NULL, " ", &rest);

		if (!word) {
			return false;
		}
		mount->root = field == 3 ? word : mount->root;
		mount->point = field == 4 ? word : mount->point;
	}
	mount->type = strtok_r(tail + 3, " ", &rest);
	char *source = mount->type ? strtok_r(NULL, " ", &rest) : NULL;
	mount->options = source ? strtok_r(NULL, " ", &rest) : NULL;
	if (!mount->options) {
		return false;
	}
	unescape(mount->root);
	unescape(mount->point);
	return true;
}

/* True if WORD, LENGTH bytes long, stands in the comma-separated LIST. */
static bool list_has(const char *list, const char *word, size_t length)
{
	while (true) {
		size_t item = strcspn(list, ",");

		if (item == length && strncmp(list, word, length) == 0) {
			return true;
		}
		if (list[item] == '\0') {
			return false;
		}
		list += item + 1;
	}
}

/* True if MOUNT is of the hierarchy with these CONTROLLERS ("" is v2; v1's share one mount). */
static bool mount_serves(const struct mount *mount, const char *controllers)
{
	if (*controllers == '\0') {
		return strcmp(mount->type, "cgroup2") == 0;
	}
	return strcmp(mount->type, "cgroup") == 0 &&
	       list_has(mount->options, controllers, strcspn(controllers, ","));
}

/* What of the group's PATH lies below the mounted ROOT: "" or "/a/b"; NULL if it lies elsewhere. */
static const char *path_below(const char *path, const char *root)
{
	size_t length = strcmp(root, "/") == 0 ? 0 : strlen(root);

	if (strncmp(path, root, length) != 0 || (path[length] != '/' && path[length] != '\0') ||
		strstr(path, "/..")) {
		return NULL;
	}
	return strcmp(path + length, "/") == 0 ? "" : path + length;
}

/*
 * Walks the hierarchy with CONTROLLERS, in which this process's group is PATH. Where no mount
 * shows that group (it lies outside the container's view), the top of a mount is all we can see.
 */
static void read_hierarchy(const char *root, const char *mountinfo, const char *controllers,
	const char *path, struct quota *quota)
{
	char *copy = xstrdup(mountinfo), *rest = NULL, *top = NULL;

	for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		struct mount mount = {0};

		if (!mount_parse(line, &mount) || !mount_serves(&mount, controllers)) {
			continue;
		}
		const char *below = path_below(path, mount.root);
		if (below) {
			walk_up(root, mount.point, below, quota);
			goto done;
		}
		top = top ? top : mount.point;
	}
	if (top) {
		walk_up(root, top, "", quota);
	}
done:
	free(copy);
}

void quota_read(const char *root, struct quota *quota)
{
	char *cgroup_path = xasprintf("%s/proc/self/cgroup", root);
	char *mountinfo_path = xasprintf("%s/proc/self/mountinfo", root);
	char *groups = read_file(cgroup_path, NULL);
	char *mountinfo = read_file(mountinfo_path, NULL);
	char *rest = NULL;

	*quota = (struct quota){.pids_max = QUOTA_NO_LIMIT, .memory_max_bytes = QUOTA_NO_LIMIT};
	if (!groups || !mountinfo) {
		goto done;
	}
	/* Each line is "NUMBER:CONTROLLERS:PATH"; v2's is "0::PATH". */
	for (char *line = strtok_r(groups, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		char *controllers = strchr(line, ':');
		char *path = controllers ? strchr(controllers + 1, ':') : NULL;

		if (path) {
			*path = '\0';
			read_hierarchy(root, mountinfo, controllers + 1, path + 1, quota);
		}
	}
done:
	free(groups);
	free(mountinfo);
	free(cgroup_path);
	free(mountinfo_path);
}
