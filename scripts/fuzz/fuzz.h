/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzz targets share.  A broken rule is a trap: the fuzzer keeps the
 * input that led there.
 */
#ifndef VTC_FUZZ_H
#define VTC_FUZZ_H

#include <stdio.h>
#include <linux/types.h>

#define must(rule)							\
	do {								\
		if (!(rule)) {						\
			fprintf(stderr, "%s:%d: not so: %s\n",		\
				__FILE__, __LINE__, #rule);		\
			__builtin_trap();				\
		}							\
	} while (0)

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

#endif /* VTC_FUZZ_H */
