/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the speedup went, as JSON. */
#include "cli/losses_json.h"

#include "cli/json_number.h"

/* The parts that LOSS can't be told from. */
static json_t *set_json(const struct loss_account *account, size_t loss)
{
	json_t *list = json_array();

	for (size_t i = 0; i < LOSS_KINDS; i++) {
		if (i != loss && account->with[loss] >> i & 1u) {
			json_array_append_new(list, json_string(loss_name((enum loss)i)));
		}
	}
	return list;
}

static json_t *part_json(const struct loss_account *account, size_t loss)
{
	double part = account->part[loss].mid, ms = account->time_ns * 1e-6;
	json_t *object = json_pack("{s:o, s:o, s:o}", "speedup",
		json_interval(&account->part[loss], 1), "ms",
		json_number(part * ms / account->ideal), "workers_ms", json_number(part * ms));
	json_t *set = set_json(account, loss);

	if (json_array_size(set) > 0) {
		json_object_set(object, "not_told_from", set);
	}
	json_decref(set);
	return object;
}

/* What the CPUs did, in units of UNIT: 1 for CPUs, the time of the cell for theirs. */
static json_t *cores_json(const struct loss_cores *cores, double unit)
{
	return json_pack("{s:o, s:o, s:o, s:o, s:o}", "usable", json_number(unit * cores->usable),
		"own", json_number(unit * cores->own), "others", json_number(unit * cores->others),
		"stolen", json_number(unit * cores->stolen), "idle",
		json_number(unit * cores->idle));
}

json_t *losses_json(const struct loss_account *account)
{
	json_t *parts = json_object();

	if (account->pairs == 0) {
		json_decref(parts);
		return json_null();
	}
	for (size_t i = 0; i < LOSS_KINDS; i++) {
		json_object_set_new(parts, loss_name((enum loss)i), part_json(account, i));
	}
	return json_pack("{s:I, s:o, s:o, s:b, s:o, s:o, s:o, s:o}", "rounds",
		(json_int_t)account->pairs, "ideal", json_number(account->ideal), "measured",
		json_number(account->measured), "crowded", account->crowded, "clash",
		json_number(account->clash), "parts", parts, "cpus", cores_json(&account->cores, 1),
		"cpu_ms", cores_json(&account->cores, account->time_ns * 1e-6));
}
