// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module parameters, per port.
 *
 * One value means every port; several go to the ports in the order in which
 * they are probed, and the ports after the last value get the default.  A value
 * out of range is told once, and the default taken.
 */
#include <linux/moduleparam.h>
#include "pf.h"

#define VTC_PARAMS_PORTS	32

/**
 * struct vtc_params_range - one parameter as its values are judged
 * @name: as the user writes it
 * @values: what was given
 * @count: how many
 * @min: least value
 * @max: greatest value
 * @def: default
 */
struct vtc_params_range {
	const char *name;
	const int *values;
	unsigned int count;
	int min;
	int max;
	int def;
};

#define VTC_PARAM_RANGE(_name, _min, _max, _def)			\
	(&(const struct vtc_params_range){				\
		.name = #_name, .values = _name, .count = _name##_count,\
		.min = (_min), .max = (_max), .def = (_def) })

static int max_vfs[VTC_PARAMS_PORTS];
static unsigned int max_vfs_count;
module_param_array(max_vfs, int, &max_vfs_count, 0444);
MODULE_PARM_DESC(max_vfs, "VFs per port, 0..8 (default 0): one value for all ports, or one per port; 8 leave the PF no data path");

static int VMDQ[VTC_PARAMS_PORTS];
static unsigned int VMDQ_count;
module_param_array(VMDQ, int, &VMDQ_count, 0444);
MODULE_PARM_DESC(VMDQ, "Queue pools of the PF and of macvlan stations together, 0..8 (default 0): 0 and 1 mean no stations");

static int RSS[VTC_PARAMS_PORTS];
static unsigned int RSS_count;
module_param_array(RSS, int, &RSS_count, 0444);
MODULE_PARM_DESC(RSS, "Queue pairs of the PF, 0..8 (default 0): 0 means one for each CPU; ethtool -L changes it");

static atomic_t vtc_params_port = ATOMIC_INIT(-1);

static int vtc_params_of(struct vtc_pf *pf, unsigned int port,
			 const struct vtc_params_range *range)
{
	int value;

	if (range->count == 1)
		value = range->values[0];
	else if (port < range->count)
		value = range->values[port];
	else
		return range->def;
	if (value >= range->min && value <= range->max)
		return value;
	dev_warn(&pf->pdev->dev, "%s=%d is out of range %d..%d, using %d\n",
		 range->name, value, range->min, range->max, range->def);
	return range->def;
}

/**
 * vtc_params_get() - what the user wants of the next port
 * @pf: port; call once for each, in probe order
 * @want: result
 *
 * Context: probe.
 */
void vtc_params_get(struct vtc_pf *pf, struct vtc_params *want)
{
	unsigned int port = atomic_inc_return(&vtc_params_port);
	unsigned int pools = pf->gen->chip.pools;

	want->max_vfs = vtc_params_of(pf, port, VTC_PARAM_RANGE(max_vfs, 0, pools, 0));
	want->vmdq = vtc_params_of(pf, port, VTC_PARAM_RANGE(VMDQ, 0, pools, 0));
	want->rss = vtc_params_of(pf, port, VTC_PARAM_RANGE(RSS, 0, VTC_MAX_PAIRS, 0));
}
