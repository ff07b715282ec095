/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workloads: their tasks give the same answer in any order, the known one, and take real time. */
#include "trial/clock.h"
#include "trial/spec.h"
#include "workloads/memory.h"
#include "workloads/workloads.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct workload *const workloads[] = {&workload_nothing, &workload_spin,
	&workload_sleep, &workload_mixed, &workload_coupled, &workload_primes, &workload_perfect,
	&workload_squares, &workload_pages};
enum { WORKLOADS = sizeof(workloads) / sizeof(workloads[0]) };

/* A prepared input; reason is what fail was called with first, or "". */
struct bench {
	const struct workload *workload;
	struct spec spec;
	struct input input;
};
static char reason[SPEC_ERROR_BYTES];

static void keep_reason(const char *text)
{
	if (!reason[0]) {
		snprintf(reason, sizeof(reason), "%s", text);
	}
}

static const struct workload *find_workload(const char *spec)
{
	char name[64];

	ck_assert(spec_name(spec, name, sizeof(name)));
	for (size_t i = 0; i < WORKLOADS; i++) {
		if (strcmp(workloads[i]->name, name) == 0) {
			return workloads[i];
		}
	}
	ck_abort_msg("no workload for %s", spec);
	return NULL;
}

/* False: prepare refused, see reason. */
static bool bench_init(struct bench *bench, const char *text)
{
	char error[SPEC_ERROR_BYTES];
	const struct workload *workload = find_workload(text);
	const struct param *params = workload->params;

	*bench = (struct bench){.workload = workload};
	ck_assert_msg(spec_parse(&bench->spec, text, params, error, sizeof(error)), "%s", error);
	bench->input = (struct input){.param = bench->spec.value, .fail = keep_reason};
	if (strcmp(params[0].name, "tasks") == 0) {
		bench->input.task_count = bench->spec.value[0].count;
	}
	reason[0] = '\0';
	for (size_t i = 0; params[i].name; i++) {
		if (params[i].role == PARAM_CALIBRATED && bench->spec.value[i].count == 0) {
			bench->spec.value[i].count = workload->calibrate(&bench->input);
		}
	}
	return !workload->prepare || workload->prepare(&bench->input);
}

static void bench_finish(struct bench *bench)
{
	if (bench->workload->release) {
		bench->workload->release(&bench->input);
	}
}

static uint64_t run(const struct bench *bench, uint64_t first, uint64_t count)
{
	return bench->workload->run_tasks(&bench->input, NULL, first, count);
}

/* The answer from chunks of CHUNK tasks, taken from the front or from the back. */
static uint64_t answer_in_chunks(const struct bench *bench, uint64_t chunk, bool backwards)
{
	uint64_t tasks = bench->input.task_count, chunks = (tasks + chunk - 1) / chunk, sum = 0;

	for (uint64_t i = 0; i < chunks; i++) {
		uint64_t first = (backwards ? chunks - 1 - i : i) * chunk;

		sum += run(bench, first, tasks - first < chunk ? tasks - first : chunk);
	}
	return sum;
}

static const char *const small_inputs[] = {
	"nothing:tasks=1",
	"nothing:tasks=1000",
	"spin:tasks=20,iterations=1000",
	"spin:tasks=20,iterations=1001,kind=throughput",
	"sleep:tasks=20,duration=10us",
	"sleep:tasks=20,duration=10us,pattern=ramp",
	"sleep:tasks=20,duration=10us,pattern=reversed",
	"sleep:tasks=20,duration=10us,pattern=shuffled",
	"sleep:tasks=1,duration=10us,pattern=shuffled",
	"mixed:tasks=20,cpu=10us,wait=10us",
	"mixed:tasks=20,cpu=0ns,wait=0ns",
	"coupled:tasks=20,cpu=10us,wait=10us,held=0.5",
	"coupled:tasks=20,cpu=10us,wait=0ns,kind=barrier,step=3",
	"primes:limit=1e5",
	"primes:limit=99991,per_task=7",
	"primes:limit=10,per_task=1000",
	"primes:limit=1000,per_task=1",
	"perfect:limit=1000",
	"perfect:limit=497,per_task=7",
	"perfect:limit=496,per_task=1",
	"squares:count=1e6,per_task=1000",
	"squares:count=99991,per_task=7",
	"squares:count=1",
	"squares:count=1000,per_task=1,store=array",
	"squares:count=99991,per_task=1000,store=array",
	"pages:tasks=20",
	"pages:tasks=20,bytes=1",
	"pages:tasks=20,bytes=10001",
};

START_TEST(the_order_and_the_chunks_change_no_answer)
{
	static const uint64_t chunks[] = {1, 2, 7, 1000000};
	struct bench bench;

	ck_assert_msg(bench_init(&bench, small_inputs[_i]), "%s", reason);
	uint64_t answer = run(&bench, 0, bench.input.task_count), known;
	for (size_t i = 0; i < sizeof(chunks) / sizeof(chunks[0]); i++) {
		ck_assert_uint_eq(answer_in_chunks(&bench, chunks[i], false), answer);
		ck_assert_uint_eq(answer_in_chunks(&bench, chunks[i], true), answer);
	}
	if (bench.workload->expected && bench.workload->expected(&bench.input, &known)) {
		ck_assert_uint_eq(answer, known);
	}
	ck_assert_str_eq(reason, "");
	bench_finish(&bench);
}
END_TEST

static const struct {
	const char *spec;
	uint64_t tasks, answer;
} known_answers[] = {
	{"nothing", 10000, 49995000},
	{"primes:limit=1e6", 1000, 37550402023},
	{"primes:limit=2e6,per_task=999", 2003, 142913828922},
	{"primes:limit=30,per_task=7", 5, 129},
	{"primes:limit=29,per_task=1", 29, 100},
	{"perfect:limit=20000", 400, 8658},
	{"perfect:limit=8128", 163, 530},
	{"perfect:limit=8129,per_task=100", 82, 8658},
	{"squares:count=10,per_task=3", 4, 285},
	{"squares:count=5e6,per_task=1e6", 5, 4773166019248396768},
	{"squares:count=10,per_task=3,store=array", 4, 285},
	{"squares:count=5e6,per_task=1e6,store=array", 5, 4773166019248396768},
	{"sleep:tasks=4,duration=1us", 4, 4000},
	{"sleep:tasks=4,duration=1us,pattern=ramp", 4, 10000},
	{"sleep:tasks=4,duration=1us,pattern=shuffled", 4, 10000},
};

START_TEST(the_answers_are_the_known_ones)
{
	struct bench bench;

	ck_assert_msg(bench_init(&bench, known_answers[_i].spec), "%s", reason);
	ck_assert_uint_eq(bench.input.task_count, known_answers[_i].tasks);
	ck_assert_uint_eq(answer_in_chunks(&bench, 7, false), known_answers[_i].answer);
	bench_finish(&bench);
}
END_TEST

/* What the workload itself says it expects, without any work. */
static uint64_t expected_answer(const char *spec)
{
	uint64_t answer = 0;
	struct bench bench;

	ck_assert_msg(bench_init(&bench, spec), "%s", reason);
	ck_assert_msg(bench.workload->expected(&bench.input, &answer), "%s is not known", spec);
	bench_finish(&bench);
	return answer;
}

START_TEST(what_is_expected_is_right)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE), sum = 0;

	for (uint64_t n = 1; n <= 100; n++) {
		char spec[64];

		snprintf(spec, sizeof(spec), "squares:count=%u", (unsigned)n);
		sum += (n - 1) * (n - 1);
		ck_assert_uint_eq(expected_answer(spec), sum);
	}
	/* beyond 2^64: checked with whole numbers of any length */
	ck_assert_uint_eq(expected_answer("squares:count=1e11"), UINT64_C(12728690052807162880));
	ck_assert_uint_eq(expected_answer("perfect:limit=33550336"), 8658);
	ck_assert_uint_eq(expected_answer("perfect:limit=33550337"), 8658 + 33550336);
	ck_assert_uint_eq(expected_answer("nothing:tasks=1"), 0);
	ck_assert_uint_eq(expected_answer("pages:tasks=7,bytes=1"), 7);
	char spec[64];
	snprintf(spec, sizeof(spec), "pages:tasks=7,bytes=%u", (unsigned)(10 * page + 1));
	ck_assert_uint_eq(expected_answer(spec), 77);
}
END_TEST

START_TEST(the_sums_of_primes_are_those_of_a_sieve)
{
	enum { HALF = 50000000 };
	unsigned char *composite = calloc(HALF, 1); /* [i]: is 2i + 1 one */
	static const uint64_t limits[] = {100000, 200000, 500000, 1000000, 2000000, 5000000,
		10000000, 20000000, 50000000, 100000000};
	uint64_t sum = 2, i = 1;

	ck_assert_ptr_nonnull(composite);
	for (uint64_t odd = 3; odd * odd < 2 * HALF; odd += 2) {
		for (uint64_t j = odd * odd / 2; !composite[odd / 2] && j < HALF; j += odd) {
			composite[j] = 1;
		}
	}
	for (size_t k = 0; k < sizeof(limits) / sizeof(limits[0]); k++) {
		char spec[64];

		for (; 2 * i + 1 < limits[k]; i++) {
			sum += composite[i] ? 0 : 2 * i + 1;
		}
		snprintf(spec, sizeof(spec), "primes:limit=%u", (unsigned)limits[k]);
		ck_assert_uint_eq(expected_answer(spec), sum);
	}
	free(composite);
}
END_TEST

START_TEST(an_unknown_sum_of_primes_is_not_claimed)
{
	uint64_t answer;
	struct bench bench;

	ck_assert(bench_init(&bench, "primes:limit=999999"));
	ck_assert(!bench.workload->expected(&bench.input, &answer));
}
END_TEST

static const char *const bad_inputs[] = {
	"nothing:tasks=0",
	"nothing:tasks=2e9",
	"spin:iterations=0",
	"spin:kind=fast",
	"spin:extra=-0.1",
	"sleep:tasks=0",
	"sleep:duration=4",
	"sleep:duration=0ns",
	"sleep:duration=2min",
	"sleep:pattern=up",
	"mixed:iterations=0",
	"mixed:cpu=1",
	"mixed:wait=2min",
	"coupled:held=-0.1",
	"coupled:held=20%%",
	"coupled:kind=spinlock",
	"coupled:step=0",
	"primes:limit=9",
	"primes:limit=5e9",
	"primes:per_task=0",
	"perfect:limit=1e9",
	"perfect:per_task=0",
	"squares:count=0",
	"squares:per_task=0",
	"squares:store=disk",
	"pages:tasks=0",
	"pages:bytes=0",
	"pages:bytes=2GiB",
};

START_TEST(bad_parameters_are_refused)
{
	char error[SPEC_ERROR_BYTES];
	struct spec spec;
	const struct param *params = find_workload(bad_inputs[_i])->params;

	ck_assert(!spec_parse(&spec, bad_inputs[_i], params, error, sizeof(error)));
	ck_assert_msg(strstr(error, "expected"), "%s", error);
}
END_TEST

START_TEST(a_workload_describes_itself)
{
	const struct workload *workload = workloads[_i];
	size_t sizes = 0;

	ck_assert_uint_eq(workload->abi, WORKLOAD_ABI);
	ck_assert_uint_eq(workload->struct_bytes, sizeof(struct workload));
	ck_assert_uint_gt(strlen(workload->summary), 0);
	ck_assert_uint_le(params_count(workload->params), SPEC_PARAMS_MAX);
	for (const struct param *param = workload->params; param->name; param++) {
		ck_assert_uint_gt(strlen(param->help), 0);
		ck_assert(!param->phrase || strstr(param->phrase, "{}"));
		ck_assert(param->role != PARAM_CALIBRATED || workload->calibrate);
		sizes += param->role == PARAM_SIZE;
	}
	ck_assert_uint_le(sizes, 1);
}
END_TEST

/* What TASK takes; all of it is waiting. */
static double wait_ns(const struct bench *bench, uint64_t task)
{
	uint64_t cpu = 1, wait = 0;

	ck_assert(bench->workload->task_time(&bench->input, task, &cpu, &wait));
	ck_assert_uint_eq(cpu, 0);
	return (double)wait;
}

START_TEST(the_times_of_sleeps_follow_the_pattern)
{
	static const char *const specs[] = {"sleep:tasks=50", "sleep:tasks=50,pattern=ramp",
		"sleep:tasks=50,pattern=reversed", "sleep:tasks=50,pattern=shuffled"};
	struct bench bench[4], again;
	double cost[4][50];

	for (size_t i = 0; i < 4; i++) {
		ck_assert(bench_init(&bench[i], specs[i]));
		for (uint64_t task = 0; task < 50; task++) {
			cost[i][task] = wait_ns(&bench[i], task);
		}
		bench_finish(&bench[i]);
	}
	ck_assert(bench_init(&again, specs[3]));
	uint64_t seen = 0, rises = 0;
	for (uint64_t task = 0; task < 50; task++) {
		ck_assert_double_eq(cost[0][task], 4e6);
		ck_assert_double_eq(cost[1][task], 4e6 * (double)(task + 1));
		ck_assert_double_eq(cost[2][task], 4e6 * (double)(50 - task));
		ck_assert_double_eq(cost[3][task], wait_ns(&again, task));
		seen |= UINT64_C(1) << (uint64_t)(cost[3][task] / 4e6);
		rises += task > 0 && cost[3][task] > cost[3][task - 1];
	}
	ck_assert_uint_eq(seen, (UINT64_C(1) << 51) - 2); /* each of 1 .. 50 once */
	ck_assert_uint_ge(rises, 10);                     /* half of 49, were it random */
	ck_assert_uint_le(rises, 39);
	bench_finish(&again);
}
END_TEST

START_TEST(later_tasks_of_primes_and_perfect_cost_more)
{
	static const char *const specs[] = {"primes:limit=1e6", "perfect:limit=10000"};
	struct bench bench;

	ck_assert(bench_init(&bench, specs[_i]));
	uint64_t last = bench.input.task_count - 1;
	for (uint64_t task = 1; task <= last; task++) {
		ck_assert_double_gt(bench.workload->task_cost(&bench.input, task),
			bench.workload->task_cost(&bench.input, task - 1));
	}
	/* the middle against the end: as the square root, and as the number itself */
	double ratio = bench.workload->task_cost(&bench.input, last) /
		       bench.workload->task_cost(&bench.input, last / 2);
	ck_assert_double_eq_tol(ratio, _i == 0 ? 1.4142 : 2, 0.02);
}
END_TEST

START_TEST(the_times_of_mixed_tasks_are_those_asked_for)
{
	struct bench bench;
	uint64_t cpu_ns, wait_ns;

	ck_assert(bench_init(&bench, "mixed:tasks=3,cpu=20us,wait=300us,iterations=7"));
	ck_assert(bench.workload->task_time(&bench.input, 2, &cpu_ns, &wait_ns));
	ck_assert_uint_eq(cpu_ns, 20000);
	ck_assert_uint_eq(wait_ns, 300000);
	bench_finish(&bench);
}
END_TEST

START_TEST(a_short_last_task_costs_less)
{
	struct bench bench;

	ck_assert(bench_init(&bench, "perfect:limit=1001,per_task=100"));
	ck_assert_uint_eq(bench.input.task_count, 11);
	ck_assert_double_lt(bench.workload->task_cost(&bench.input, 10),
		bench.workload->task_cost(&bench.input, 9) / 50);
}
END_TEST

START_TEST(a_sleep_is_never_short)
{
	struct bench bench;

	ck_assert(bench_init(&bench, "sleep:tasks=3,duration=5ms,pattern=reversed"));
	for (uint64_t task = 0; task < 3; task++) {
		uint64_t start_ns = clock_now_ns();

		run(&bench, task, 1);
		ck_assert_uint_ge(clock_now_ns() - start_ns, (3 - task) * 5000000);
	}
	bench_finish(&bench);
}
END_TEST

START_TEST(mixed_computes_and_waits)
{
	struct bench bench;

	ck_assert(bench_init(&bench, "mixed:cpu=5ms,wait=5ms"));
	uint64_t start_ns = clock_now_ns(), cpu_start_ns = clock_thread_cpu_ns();
	run(&bench, 0, 4);
	/* half: a core that grew faster since the calibration is no error */
	ck_assert_uint_ge(clock_thread_cpu_ns() - cpu_start_ns, 4 * 5000000 / 2);
	ck_assert_uint_ge(clock_now_ns() - start_ns, 4 * (5000000 / 2 + 5000000));
}
END_TEST

START_TEST(iterations_given_by_hand_are_kept)
{
	struct bench mixed, spin;

	ck_assert(bench_init(&mixed, "mixed:tasks=4,cpu=1s,wait=0ns,iterations=1000"));
	ck_assert(bench_init(&spin, "spin:tasks=4,iterations=1000"));
	ck_assert_uint_eq(run(&mixed, 0, 4), run(&spin, 0, 4));
}
END_TEST

/* The least of five times, in ns. */
static uint64_t time_all(const char *spec)
{
	uint64_t least_ns = UINT64_MAX;
	struct bench bench;

	ck_assert_msg(bench_init(&bench, spec), "%s", reason);
	for (int i = 0; i < 5; i++) {
		uint64_t start_ns = clock_thread_cpu_ns();

		run(&bench, 0, bench.input.task_count);
		uint64_t took_ns = clock_thread_cpu_ns() - start_ns;
		least_ns = took_ns < least_ns ? took_ns : least_ns;
	}
	bench_finish(&bench);
	return least_ns;
}

static const char *const loops[][2] = {
	{"nothing:tasks=1e5", "nothing:tasks=1e7"},
	{"spin:tasks=1,iterations=1e5", "spin:tasks=1,iterations=1e7"},
	{"spin:tasks=1,iterations=1e5,kind=throughput",
		"spin:tasks=1,iterations=1e7,kind=throughput"},
	{"squares:count=1e5,per_task=1e5", "squares:count=1e7,per_task=1e7"},
};

START_TEST(a_loop_a_hundred_times_as_long_takes_longer)
{
	ck_assert_uint_gt(time_all(loops[_i][1]), 20 * time_all(loops[_i][0]));
}
END_TEST

START_TEST(an_array_that_does_not_fit_is_refused)
{
	struct bench bench;

	ck_assert(!bench_init(&bench, "squares:count=1e15,store=array"));
	ck_assert_msg(strstr(reason, "store=array needs 7450580.6 GiB"), "%s", reason);
	bench_finish(&bench);
	ck_assert_uint_gt(memory_available_bytes(), 1024 * 1024);
}
END_TEST

START_TEST(a_planted_slowdown_computes_so_much_more_and_nonsense_is_refused)
{
	struct bench plain, slow, same, too_slow;

	ck_assert(bench_init(&plain, "spin:tasks=4,iterations=1050"));
	ck_assert(bench_init(&slow, "spin:tasks=4,iterations=1000,extra=0.05"));
	ck_assert(bench_init(&same, "spin:tasks=4,iterations=1050,extra=1e-6"));
	uint64_t answer = run(&plain, 0, 4);
	ck_assert_uint_eq(run(&slow, 0, 4), answer);
	ck_assert_uint_eq(run(&same, 0, 4), answer);
	bench_finish(&plain);
	bench_finish(&slow);
	bench_finish(&same);
	ck_assert(!bench_init(&too_slow, "spin:extra=101"));
	ck_assert_msg(strstr(reason, "extra: expected a share"), "%s", reason);
	bench_finish(&too_slow);
}
END_TEST

START_TEST(the_array_is_shared_between_processes)
{
	struct bench bench;

	ck_assert_msg(
		bench_init(&bench, "squares:count=1000,per_task=10,store=array"), "%s", reason);
	pid_t child = fork();
	if (child == 0) {
		run(&bench, 0, bench.input.task_count);
		_exit(0);
	}
	ck_assert_int_gt(child, 0);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	ck_assert_uint_eq(((const uint64_t *)bench.input.data)[999], 999 * 999);
	bench_finish(&bench);
}
END_TEST

START_TEST(a_refused_mapping_fails_the_sample)
{
	struct rlimit none = {.rlim_cur = 1024 * 1024, .rlim_max = RLIM_INFINITY}, before;
	struct bench bench;

	ck_assert(bench_init(&bench, "pages:tasks=1,bytes=1GiB"));
	ck_assert_int_eq(getrlimit(RLIMIT_AS, &before), 0);
	none.rlim_max = before.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_AS, &none), 0);
	uint64_t answer = run(&bench, 0, 1);
	setrlimit(RLIMIT_AS, &before);
	ck_assert_uint_eq(answer, 0);
	ck_assert_str_eq(reason, "mmap of 1073741824 bytes: Cannot allocate memory");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("workloads");
	TCase *all = tcase_create("all");
	SRunner *runner = srunner_create(suite);

#define LOOP(test, list) tcase_add_loop_test(all, test, 0, (int)(sizeof(list) / sizeof((list)[0])))
	suite_add_tcase(suite, all);
	tcase_set_timeout(all, 100);
	LOOP(the_order_and_the_chunks_change_no_answer, small_inputs);
	LOOP(the_answers_are_the_known_ones, known_answers);
	tcase_add_test(all, what_is_expected_is_right);
	tcase_add_test(all, the_sums_of_primes_are_those_of_a_sieve);
	tcase_add_test(all, an_unknown_sum_of_primes_is_not_claimed);
	LOOP(bad_parameters_are_refused, bad_inputs);
	LOOP(a_workload_describes_itself, workloads);
	tcase_add_test(all, the_times_of_sleeps_follow_the_pattern);
	tcase_add_loop_test(all, later_tasks_of_primes_and_perfect_cost_more, 0, 2);
	tcase_add_test(all, the_times_of_mixed_tasks_are_those_asked_for);
	tcase_add_test(all, a_short_last_task_costs_less);
	tcase_add_test(all, a_sleep_is_never_short);
	tcase_add_test(all, mixed_computes_and_waits);
	tcase_add_test(all, iterations_given_by_hand_are_kept);
	LOOP(a_loop_a_hundred_times_as_long_takes_longer, loops);
	tcase_add_test(all, an_array_that_does_not_fit_is_refused);
	tcase_add_test(all, a_planted_slowdown_computes_so_much_more_and_nonsense_is_refused);
	tcase_add_test(all, the_array_is_shared_between_processes);
	tcase_add_test(all, a_refused_mapping_fails_the_sample);

	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
