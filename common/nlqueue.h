/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Queues as netlink's netdev family shows them: counters of each, and which
 * NAPI serves it.
 */
#ifndef VTC_NLQUEUE_H
#define VTC_NLQUEUE_H

#include <linux/types.h>

struct net_device;
struct vtc_dp;

void vtc_nlqueue_setup(struct net_device *netdev);
void vtc_nlqueue_link(struct vtc_dp *dp, unsigned int n);
void vtc_nlqueue_unlink(struct vtc_dp *dp, unsigned int n);

#endif /* VTC_NLQUEUE_H */
