// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module parameters, per port.
 *
 * One value means every port; several go to the ports in the order in which
 * they are probed, and the ports after the last value get the default.
 */
#include <linux/moduleparam.h>
#include "pf.h"

#define VTC_PARAMS_PORTS	32

static unsigned int max_vfs[VTC_PARAMS_PORTS];
static unsigned int max_vfs_count;
module_param_array(max_vfs, uint, &max_vfs_count, 0444);
MODULE_PARM_DESC(max_vfs, "VFs per port, 0..8 (default 0): one value for all ports, or one per port; 8 leave the PF no data path");

static atomic_t vtc_params_port = ATOMIC_INIT(-1);

/**
 * vtc_params_max_vfs() - how many VFs the user wants on the next port
 * @pf: port; call once for each, in probe order
 *
 * Context: probe.
 * Return: 0 .. the chip's limit; a value out of range is told and counts as 0.
 */
unsigned int vtc_params_max_vfs(struct vtc_pf *pf)
{
	unsigned int port = atomic_inc_return(&vtc_params_port);
	unsigned int limit = pf->gen->sw->caps.pools;
	unsigned int want = 0;

	if (max_vfs_count == 1)
		want = max_vfs[0];
	else if (port < max_vfs_count)
		want = max_vfs[port];
	if (want > limit) {
		dev_warn(&pf->pdev->dev,
			 "max_vfs=%u is out of range 0..%u, using 0\n", want,
			 limit);
		return 0;
	}
	return want;
}
