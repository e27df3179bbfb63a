// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a VF can make the host log: a line of each kind every few seconds.
 *
 * Counters (vfstats.c) and tracepoints have the rest.
 */
#include <linux/jiffies.h>
#include "pf.h"

#define VTC_VFLOG_GAP	(5 * HZ)

/**
 * vtc_vflog_may() - may a line be logged because of what a VF did
 * @v: VF
 * @kind: of line
 *
 * To be asked right before the line is: the answer counts as a line.
 *
 * Context: cfg_lock.
 * Return: true if so.
 */
bool vtc_vflog_may(struct vtc_pf_vf *v, enum vtc_vflog_kind kind)
{
	if (v->logged_at[kind] &&
	    time_before(jiffies, v->logged_at[kind] + VTC_VFLOG_GAP))
		return false;
	v->logged_at[kind] = jiffies ?: 1;
	return true;
}
