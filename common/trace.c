// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tracepoints' bodies, once in each module.
 */
#ifndef __CHECKER__
#define CREATE_TRACE_POINTS
#endif
#include "trace.h"
