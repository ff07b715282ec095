/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sample line: one cell run once, as JSON and back. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "samples_json.h"
#include "text.h"
#include "traces.h"

/* A reason is one line of a log; one that fills the screen says no more. */
enum { REASON_BYTES = 1024 };

static const struct field place_fields[] = {
	{"seq", FIELD_COUNT, FIELD_AT(sample, seq), .required = true},
	{"round", FIELD_COUNT32, FIELD_AT(sample, round), .required = true,
		.max = SAMPLES_ROUNDS_MAX},
	{"cell", FIELD_SPEC, FIELD_AT(sample, cell), .required = true},
	{.name = NULL},
};

static const struct field time_fields[] = {
	{"at_ns", FIELD_NUMBER, FIELD_AT(sample, at_ns)},
	{"env_pad_bytes", FIELD_NUMBER, FIELD_AT(sample, env_pad_bytes)},
	{"stack_pad_bytes", FIELD_NUMBER, FIELD_AT(sample, stack_pad_bytes)},
	{"total_ns", FIELD_NUMBER, FIELD_AT(sample, total_ns)},
	{"ready_ns", FIELD_NUMBER, FIELD_AT(sample, ready_ns)},
	{"first_task_ns", FIELD_NUMBER, FIELD_AT(sample, first_task_ns)},
	{"last_task_ns", FIELD_NUMBER, FIELD_AT(sample, last_task_ns)},
	{"reaped_ns", FIELD_NUMBER, FIELD_AT(sample, reaped_ns)},
	{"cpu_ns", FIELD_NUMBER, FIELD_AT(sample, cpu_ns)},
	{"main_runqueue_ns", FIELD_NUMBER, FIELD_AT(sample, main_runqueue_ns)},
	{.name = NULL},
};

static const struct field rusage_fields[] = {
	{"user_ns", FIELD_NUMBER, FIELD_AT(sample_rusage, user_ns)},
	{"system_ns", FIELD_NUMBER, FIELD_AT(sample_rusage, system_ns)},
	{"maxrss_kib", FIELD_NUMBER, FIELD_AT(sample_rusage, maxrss_kib)},
	{"minor_faults", FIELD_NUMBER, FIELD_AT(sample_rusage, minor_faults)},
	{"major_faults", FIELD_NUMBER, FIELD_AT(sample_rusage, major_faults)},
	{"voluntary_switches", FIELD_NUMBER, FIELD_AT(sample_rusage, voluntary_switches)},
	{"involuntary_switches", FIELD_NUMBER, FIELD_AT(sample_rusage, involuntary_switches)},
	{.name = NULL},
};

static const struct field noise_fields[] = {
	{"throttled_ns", FIELD_NUMBER, FIELD_AT(sample_noise, throttled_ns)},
	{"pressure_ns", FIELD_NUMBER, FIELD_AT(sample_noise, pressure_ns)},
	{"window_ns", FIELD_NUMBER, FIELD_AT(sample_noise, window_ns)},
	{"window_first_seq", FIELD_NUMBER, FIELD_AT(sample_noise, window_first_seq)},
	{"window_foreign_ns", FIELD_NUMBER, FIELD_AT(sample_noise, window_foreign_ns)},
	{"window_steal_ns", FIELD_NUMBER, FIELD_AT(sample_noise, window_steal_ns)},
	{.name = NULL},
};

/* Each is an array over the workers. */
static const struct field worker_fields[] = {
	{"tasks", FIELD_NUMBER, FIELD_AT(sample_worker, tasks)},
	{"begin_ns", FIELD_NUMBER, FIELD_AT(sample_worker, begin_ns)},
	{"end_ns", FIELD_NUMBER, FIELD_AT(sample_worker, end_ns)},
	{"first_task_ns", FIELD_NUMBER, FIELD_AT(sample_worker, first_task_ns)},
	{"last_task_ns", FIELD_NUMBER, FIELD_AT(sample_worker, last_task_ns)},
	{"busy_ns", FIELD_NUMBER, FIELD_AT(sample_worker, busy_ns)},
	{"cpu_ns", FIELD_NUMBER, FIELD_AT(sample_worker, cpu_ns)},
	{"runqueue_ns", FIELD_NUMBER, FIELD_AT(sample_worker, runqueue_ns)},
	{"migrations", FIELD_NUMBER, FIELD_AT(sample_worker, migrations)},
	{.name = NULL},
};

/* Arrays too, of numbers of CPUs. */
static const struct {
	const char *name;
	size_t offset;
} cpu_fields[] = {
	{"begin_cpu", offsetof(struct sample_worker, begin_cpu)},
	{"cpu", offsetof(struct sample_worker, cpu)},
};
enum { CPU_FIELDS = sizeof(cpu_fields) / sizeof(cpu_fields[0]) };

static int32_t *cpu_at(const struct sample_workers *workers, uint32_t row, size_t offset)
{
	return (int32_t *)((char *)&workers->row[row] + offset);
}

static const char *const roles[] = {
	[ROLE_CELL] = "cell",
	[ROLE_BASELINE] = "baseline",
	[ROLE_COPY] = "copy",
	[ROLE_PROBE] = "probe",
	[ROLE_TRACED] = "traced",
};

/* Adds the array unless nothing in it is known. */
static void put_known(json_t *object, const char *name, json_t *array, bool known)
{
	if (known) {
		json_put(object, name, array);
	} else {
		json_decref(array);
	}
}

static void write_cpus(
	json_t *object, const char *name, const struct sample_workers *workers, size_t offset)
{
	json_t *array = json_array();
	bool any_known = false;

	for (uint32_t i = 0; i < workers->row_count; i++) {
		int32_t cpu = *cpu_at(workers, i, offset);

		json_push(array, cpu >= 0 ? json_integer(cpu) : json_null());
		any_known = any_known || cpu >= 0;
	}
	put_known(object, name, array, any_known);
}

static json_t *write_workers(const struct sample_workers *workers)
{
	json_t *object = json_object();

	json_put(object, "count", json_integer(workers->count));
	for (const struct field *field = worker_fields; field->name; field++) {
		json_t *array = json_array();
		bool any_known = false;

		for (uint32_t i = 0; i < workers->row_count; i++) {
			uint64_t number =
				*(const uint64_t *)((const char *)&workers->row[i] + field->offset);
			bool known = number <= FIELD_MAX;

			json_push(array, known ? json_integer((json_int_t)number) : json_null());
			any_known = any_known || known;
		}
		put_known(object, field->name, array, any_known);
	}
	for (int i = 0; i < CPU_FIELDS; i++) {
		write_cpus(object, cpu_fields[i].name, workers, cpu_fields[i].offset);
	}
	return object;
}

json_t *sample_write(const struct sample *sample)
{
	json_t *line = json_object(), *rusage = json_object(), *noise = json_object();
	char reason[REASON_BYTES], answer[24];

	json_put(line, "type", json_string("sample"));
	fields_write(line, sample, place_fields);
	json_put(line, "role", json_string(roles[sample->role]));
	json_put(line, "status", json_string(sample_status_name(sample->status)));
	if (sample->reason) {
		text_clean(sample->reason, reason, sizeof(reason));
		json_put(line, "reason", json_string(reason));
	}
	if (sample->has_answer) {
		snprintf(answer, sizeof(answer), "%" PRIu64, sample->answer);
		json_put(line, "answer", json_string(answer));
	}
	fields_write(line, sample, time_fields);
	fields_write(rusage, &sample->rusage, rusage_fields);
	json_put(line, "rusage", rusage);
	fields_write(noise, &sample->noise, noise_fields);
	json_put(line, "noise", noise);
	if (sample->has_trace) {
		char name[TRACES_NAME_BYTES];

		trace_name(sample->seq, name);
		json_put(line, "trace", json_string(name));
	}
	if (sample->workers.count > 0) {
		json_put(line, "workers", write_workers(&sample->workers));
	}
	if (sample->items.count > 0) {
		json_put(line, "items", items_write(&sample->items));
	}
	return line;
}

static bool read_column(const json_t *array, const struct field *field,
	const struct sample_workers *workers, char *why)
{
	if (array && !json_is_null(array) && json_array_size(array) != workers->row_count) {
		return refuse(why, "%s is no list of %u", field->name, workers->row_count);
	}
	for (uint32_t i = 0; i < workers->row_count; i++) {
		uint64_t *member = (uint64_t *)((char *)&workers->row[i] + field->offset);

		if (!number_read(json_array_get(array, i), field->name, FIELD_MAX, member, why)) {
			return false;
		}
	}
	return true;
}

static bool read_cpus(const json_t *array, const char *name, size_t offset,
	const struct sample_workers *workers, char *why)
{
	if (array && !json_is_null(array) && json_array_size(array) != workers->row_count) {
		return refuse(why, "%s is no list of %u", name, workers->row_count);
	}
	for (uint32_t i = 0; i < workers->row_count; i++) {
		uint64_t cpu;

		if (!number_read(json_array_get(array, i), name, INT32_MAX, &cpu, why)) {
			return false;
		}
		*cpu_at(workers, i, offset) = cpu == SAMPLE_UNKNOWN ? -1 : (int32_t)cpu;
	}
	return true;
}

static bool read_workers(const json_t *object, struct sample_workers *workers, char *why)
{
	uint64_t count;

	if (!object || json_is_null(object)) {
		return true;
	}
	if (!number_read(json_object_get(object, "count"), "workers.count", SAMPLES_WORKERS_MAX,
		    &count, why)) {
		return false;
	}
	if (count == SAMPLE_UNKNOWN) {
		return refuse(why, "workers.count is missing");
	}
	workers->count = (uint32_t)count;
	workers->row_count =
		workers->count > SAMPLE_WORKERS_MAX ? SAMPLE_SUMMARY_ROWS : workers->count;
	workers->row = xcalloc(workers->row_count, sizeof(*workers->row));
	for (const struct field *field = worker_fields; field->name; field++) {
		if (!read_column(json_object_get(object, field->name), field, workers, why)) {
			return false;
		}
	}
	for (int i = 0; i < CPU_FIELDS; i++) {
		const char *name = cpu_fields[i].name;

		if (!read_cpus(json_object_get(object, name), name, cpu_fields[i].offset, workers,
			    why)) {
			return false;
		}
	}
	return true;
}

static bool read_words(const json_t *line, struct sample *sample, char *why)
{
	const char *statuses[SAMPLE_INTERRUPTED + 1];
	size_t status, role;

	for (size_t i = 0; i <= SAMPLE_INTERRUPTED; i++) {
		statuses[i] = sample_status_name((enum sample_status)i);
	}
	if (!word_read(line, "role", roles, sizeof(roles) / sizeof(roles[0]), &role, why) ||
		!word_read(line, "status", statuses, SAMPLE_INTERRUPTED + 1, &status, why)) {
		return false;
	}
	sample->role = (enum sample_role)role;
	sample->status = (enum sample_status)status;
	return true;
}

static bool read_texts(const json_t *line, struct sample *sample, char *why)
{
	const json_t *reason = json_object_get(line, "reason");
	const json_t *answer = json_object_get(line, "answer");

	if (reason && !json_is_null(reason)) {
		if (!json_is_string(reason)) {
			return refuse(why, "reason is no string");
		}
		size_t bytes = json_string_length(reason) + 1;

		bytes = bytes < REASON_BYTES ? bytes : REASON_BYTES;
		sample->reason = xcalloc(bytes, 1);
		text_clean(json_string_value(reason), sample->reason, bytes);
	}
	if (answer && !json_is_null(answer)) {
		if (!json_is_string(answer) ||
			!parse_u64(json_string_value(answer), &sample->answer)) {
			return refuse(why, "answer is no string with a whole number below 2^64");
		}
		sample->has_answer = true;
	}
	return true;
}

static bool check_sample(const struct sample *sample, char *why)
{
	if (sample->status == SAMPLE_OK &&
		(sample->total_ns == SAMPLE_UNKNOWN || sample->total_ns == 0)) {
		return refuse(why, "status OK without a total_ns above 0");
	}
	return true;
}

/* No other file is ever opened as a trace than the one that belongs to SAMPLE. */
static bool read_trace(const json_t *name, struct sample *sample, char *why)
{
	char expected[TRACES_NAME_BYTES];

	if (!name || json_is_null(name)) {
		return true;
	}
	trace_name(sample->seq, expected);
	if (!json_is_string(name) || strcmp(json_string_value(name), expected) != 0 ||
		sample->role != ROLE_TRACED) {
		return refuse(why, "trace is not '%s' of a sample with the role traced", expected);
	}
	sample->has_trace = true;
	return true;
}

/* Reads the object NAME of LINE, which may be missing or null, into BASE. */
static bool read_group(
	const json_t *line, const char *name, void *base, const struct field *fields, char *why)
{
	const json_t *object = json_object_get(line, name);

	return !object || json_is_null(object) || fields_read(object, base, fields, why);
}

bool sample_read(const json_t *line, struct sample *sample, char *why)
{
	sample_init(sample); /* what is missing is unknown, not zero */
	return fields_read(line, sample, place_fields, why) && read_words(line, sample, why) &&
	       read_texts(line, sample, why) && fields_read(line, sample, time_fields, why) &&
	       read_group(line, "rusage", &sample->rusage, rusage_fields, why) &&
	       read_group(line, "noise", &sample->noise, noise_fields, why) &&
	       read_workers(json_object_get(line, "workers"), &sample->workers, why) &&
	       items_read(json_object_get(line, "items"), &sample->items, why) &&
	       read_trace(json_object_get(line, "trace"), sample, why) && check_sample(sample, why);
}
