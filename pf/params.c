// SPDX-License-Identifier: GPL-2.0-only
/*
 * Module parameters, per port.
 *
 * One value means every port; several go to the ports in the order in which
 * they are probed, and the ports after the last value get the default.  A value
 * out of range is told, and the default taken.
 *
 * Owns what values are allowed and what they mean; keeps nothing.  What ethtool
 * can change later begins here as if ethtool had set it.
 */
#include <linux/moduleparam.h>
#include "pf.h"

#define VTC_PARAMS_PORTS	32

/* InterruptThrottleRate: small numbers are modes, the others interrupts/s */
#define VTC_PARAMS_ITR_OFF	0
#define VTC_PARAMS_ITR_DYNAMIC	1
#define VTC_PARAMS_ITR_CAREFUL	3
#define VTC_PARAMS_ITR_LEAST	100
#define VTC_PARAMS_ITR_MOST	100000

#define VTC_PARAMS_LLI_MOST	1500

static int max_vfs[VTC_PARAMS_PORTS];
static unsigned int max_vfs_count;
module_param_array(max_vfs, int, &max_vfs_count, 0444);
MODULE_PARM_DESC(max_vfs, "VFs per port, 0..8 (default 0): one value for all ports, or one per port; 8 leave the PF no data path; later: sriov_numvfs");

static int VMDQ[VTC_PARAMS_PORTS];
static unsigned int VMDQ_count;
module_param_array(VMDQ, int, &VMDQ_count, 0444);
MODULE_PARM_DESC(VMDQ, "Queue pools of the PF and of macvlan stations together, 0..8 (default 0): 0 and 1 mean no stations");

static int RSS[VTC_PARAMS_PORTS];
static unsigned int RSS_count;
module_param_array(RSS, int, &RSS_count, 0444);
MODULE_PARM_DESC(RSS, "Queue pairs of the PF, 0..8 (default 0): 0 means one for each CPU; at most 2 with pools; later: ethtool -L");

static int QueuePairs[VTC_PARAMS_PORTS];
static unsigned int QueuePairs_count;
module_param_array(QueuePairs, int, &QueuePairs_count, 0444);
MODULE_PARM_DESC(QueuePairs, "One interrupt for both queues of a pair, 0..1 (default 1): it is always so, 0 is accepted and changes nothing");

static int IntMode[VTC_PARAMS_PORTS];
static unsigned int IntMode_count;
module_param_array(IntMode, int, &IntMode_count, 0444);
MODULE_PARM_DESC(IntMode, "Interrupts, 0..2 (default 2): 0 INTx, 1 MSI, 2 MSI-X, which VFs and stations need");

static int InterruptThrottleRate[VTC_PARAMS_PORTS];
static unsigned int InterruptThrottleRate_count;
module_param_array(InterruptThrottleRate, int, &InterruptThrottleRate_count, 0444);
MODULE_PARM_DESC(InterruptThrottleRate, "Interrupts per second and vector, 0, 1, 3, 100..100000 (default 1): 0 unlimited, 1 and 3 adaptive; later: ethtool -C");

static int LLIPort[VTC_PARAMS_PORTS];
static unsigned int LLIPort_count;
module_param_array(LLIPort, int, &LLIPort_count, 0444);
MODULE_PARM_DESC(LLIPort, "Frames to this port interrupt at once, 0..65535 (default 0): 0 means none; not with INTx");

static int LLIPush[VTC_PARAMS_PORTS];
static unsigned int LLIPush_count;
module_param_array(LLIPush, int, &LLIPush_count, 0444);
MODULE_PARM_DESC(LLIPush, "Frames with TCP's PSH interrupt at once, 0..1 (default 0); not with INTx");

static int LLISize[VTC_PARAMS_PORTS];
static unsigned int LLISize_count;
module_param_array(LLISize, int, &LLISize_count, 0444);
MODULE_PARM_DESC(LLISize, "Frames up to this length interrupt at once, 0..1500 (default 0): 0 means none; not with INTx");

static int debug[VTC_PARAMS_PORTS];
static unsigned int debug_count;
module_param_array(debug, int, &debug_count, 0444);
MODULE_PARM_DESC(debug, "Kinds of messages, -1..16 (default -1): that many, -1 the usual ones; later: ethtool -s msglvl");

static atomic_t vtc_params_port = ATOMIC_INIT(-1);

/**
 * struct vtc_params_range - one parameter as its values are judged
 * @name: as the user writes it
 * @values: what was given
 * @count: how many
 * @min: least value
 * @max: greatest value
 * @def: default
 * @also: a value between @def and @max that counts, though @min is above it,
 *	and 0 and @def as well; 0: there is no such thing
 */
struct vtc_params_range {
	const char *name;
	const int *values;
	unsigned int count;
	int min;
	int max;
	int def;
	int also;
};

#define VTC_PARAMS_RANGE(_name, _min, _max, _def, _also)		\
	(&(const struct vtc_params_range){				\
		.name = #_name, .values = _name, .count = _name##_count,\
		.min = _min, .max = _max, .def = _def, .also = _also })

static bool vtc_params_valid(const struct vtc_params_range *range, int value)
{
	if (value >= range->min && value <= range->max)
		return true;
	return range->also && (!value || value == range->def ||
			       value == range->also);
}

static int vtc_params_given(unsigned int port, const int *values,
			    unsigned int count, int def)
{
	if (count == 1)
		return values[0];
	return port < count ? values[port] : def;
}

static int vtc_params_one(struct vtc_pf *pf, unsigned int port,
			  const struct vtc_params_range *range)
{
	char also[24] = "";
	int value;

	value = vtc_params_given(port, range->values, range->count, range->def);
	if (vtc_params_valid(range, value))
		return value;
	if (range->also)
		snprintf(also, sizeof(also), "0, %d, %d, ", range->def,
			 range->also);
	dev_warn(&pf->pdev->dev, "%s=%d is out of range %s%d..%d, using %d\n",
		 range->name, value, also, range->min, range->max, range->def);
	return range->def;
}

#define VTC_PARAMS_GET(name, min, max, def)				\
	vtc_params_one(pf, port, VTC_PARAMS_RANGE(name, min, max, def, 0))

/* Interrupts per second to a spacing, as ethtool -C would set it */
static void vtc_params_itr(struct vtc_pf *pf, unsigned int port,
			   struct vtc_params *want)
{
	int rate = vtc_params_one(pf, port,
				  VTC_PARAMS_RANGE(InterruptThrottleRate,
						   VTC_PARAMS_ITR_LEAST,
						   VTC_PARAMS_ITR_MOST,
						   VTC_PARAMS_ITR_DYNAMIC,
						   VTC_PARAMS_ITR_CAREFUL));

	want->adaptive = rate == VTC_PARAMS_ITR_DYNAMIC ||
			 rate == VTC_PARAMS_ITR_CAREFUL;
	want->usecs = VTC_RX_USECS_DEFAULT;
	if (rate == VTC_PARAMS_ITR_CAREFUL)
		dev_info(&pf->pdev->dev,
			 "InterruptThrottleRate=3 is the same as 1 here\n");
	if (want->adaptive)
		return;
	want->usecs = rate ? USEC_PER_SEC / rate : 0;
	if (want->usecs <= VTC_RX_USECS_MAX)
		return;
	want->usecs = VTC_RX_USECS_MAX;
	dev_warn(&pf->pdev->dev,
		 "InterruptThrottleRate=%d is less than the chip can: one interrupt in %u us\n",
		 rate, want->usecs);
}

static void vtc_params_lli(struct vtc_pf *pf, unsigned int port,
			   struct vtc_params *want)
{
	struct vtc_lli lli = {
		.port = VTC_PARAMS_GET(LLIPort, 0, U16_MAX, 0),
		.push = VTC_PARAMS_GET(LLIPush, 0, 1, 0),
		.size = VTC_PARAMS_GET(LLISize, 0, VTC_PARAMS_LLI_MOST, 0),
	};

	if (want->int_mode != VTC_INT_INTX) {
		want->lli = lli;
		return;
	}
	want->lli = (struct vtc_lli){};
	if (lli.port || lli.push || lli.size)
		dev_warn(&pf->pdev->dev,
			 "LLIPort, LLIPush and LLISize need MSI or MSI-X: ignored with IntMode=0\n");
}

/* A chip that has none gets one plain word instead of a range */
static u8 vtc_params_vfs(struct vtc_pf *pf, unsigned int port)
{
	const struct vtc_poolplan_chip *chip = &pf->gen->chip;
	int want;

	if (chip->max_vfs)
		return VTC_PARAMS_GET(max_vfs, 0, chip->pools, 0);
	want = vtc_params_given(port, max_vfs, max_vfs_count, 0);
	if (want)
		dev_err(&pf->pdev->dev,
			"max_vfs=%d: the %s has no SR-IOV, there will be no VFs\n",
			want, pf->gen->name);
	return 0;
}

/* Pools need a vector for each */
static void vtc_params_pools(struct vtc_pf *pf, unsigned int port,
			     struct vtc_params *want)
{
	int pools = pf->gen->chip.pools;

	want->rss = VTC_PARAMS_GET(RSS, 0, VTC_MAX_PAIRS, 0);
	want->vmdq = VTC_PARAMS_GET(VMDQ, 0, pools, 0);
	want->max_vfs = vtc_params_vfs(pf, port);
	if (want->int_mode == VTC_INT_MSIX)
		return;
	if (want->vmdq > 1 || want->max_vfs)
		dev_warn(&pf->pdev->dev,
			 "VFs and stations need MSI-X: VMDQ=%u and max_vfs=%u are refused with IntMode=%u\n",
			 want->vmdq, want->max_vfs, want->int_mode);
	want->vmdq = 0;
	want->max_vfs = 0;
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

	want->int_mode = VTC_PARAMS_GET(IntMode, VTC_INT_INTX, VTC_INT_MSIX,
					VTC_INT_MSIX);
	vtc_params_pools(pf, port, want);
	vtc_params_itr(pf, port, want);
	vtc_params_lli(pf, port, want);
	want->debug = VTC_PARAMS_GET(debug, -1, 16, -1);
	if (!VTC_PARAMS_GET(QueuePairs, 0, 1, 1))
		dev_info(&pf->pdev->dev,
			 "QueuePairs=0 changes nothing: both queues of a pair share an interrupt\n");
}
