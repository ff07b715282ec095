/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plainest lines of a results file, in parts, so that a test can put one bad part in. */
#ifndef MANYHANDS_TESTS_PLAIN_LINES_H
#define MANYHANDS_TESTS_PLAIN_LINES_H

/* A sample line with MORE put in. */
#define PLACE "\"type\":\"sample\",\"seq\":1,\"round\":1,"
#define CELL "\"cell\":\"sleep/sequential/1\","
#define OK "\"role\":\"cell\",\"status\":\"OK\","
#define SAMPLE(more) "{" PLACE CELL OK more "}"

#define MACHINE "\"machine\":{},"
#define WORKLOADS "\"workloads\":[{\"spec\":\"sleep\",\"name\":\"sleep\"}],"
#define STRATEGIES                                                                                 \
	"\"strategies\":[{\"spec\":\"sequential\",\"name\":\"sequential\",\"kind\":\"none\"}],"
#define POINTS "\"points\":[],"
#define CELLS                                                                                      \
	"\"cells\":[{\"cell\":\"sleep/sequential/"                                                 \
	"1\",\"workload\":0,\"strategy\":0,\"workers\":1}]"
#define NUMBERS "\"seed\":\"1\",\"rounds\":1,\"samples_per_round\":2,"
#define RUN_HEAD "\"type\":\"run\",\"schema\":1,"
#define RUN "{" RUN_HEAD NUMBERS MACHINE WORKLOADS STRATEGIES POINTS CELLS "}\n"

#endif
