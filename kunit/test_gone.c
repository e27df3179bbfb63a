// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite gone: the card is torn out in the middle of anything.
 *
 * Each path is walked again and again; from the n-th register access on nobody
 * answers, for every n there is.  Then the card is taken out of the list of
 * devices, as hotplug does.  Nothing may hang, nothing be kept, and what
 * touches registers has to notice soon.
 */
#include <linux/etherdevice.h>
#include <linux/moduleparam.h>
#include <linux/rtnetlink.h>
#include "rig.h"

#define GONE_VFS	2
/* Before one is a read, which notices: the switch has tables of 500 words */
#define GONE_IN_VAIN	600
/* Points of a path at which it happens, unless all of them are asked for */
#define GONE_POINTS	8

static bool vtc_gone_everywhere;
module_param_named(everywhere, vtc_gone_everywhere, bool, 0444);
MODULE_PARM_DESC(everywhere, "Let the card vanish at each single access");

struct vtc_gone_path {
	const char *name;
	void (*before)(void);
	void (*walk)(void);
};

static void gone_loaded(void)
{
	KUNIT_ASSERT_TRUE(rig.test, vtc_rig_probe());
}

static void gone_up(void)
{
	vtc_rig_port(0);
}

static void gone_vfs(void)
{
	vtc_rig_port(GONE_VFS);
}

static void gone_nothing(void)
{
}

static void gone_probe(void)
{
	vtc_rig_probe();
}

static void gone_open(void)
{
	vtc_rig_up(rig.pf);
}

static void gone_close(void)
{
	vtc_rig_down(rig.pf);
}

static void gone_enable(void)
{
	vtc_rig_set_vfs(GONE_VFS);
	if (rig.vf[1])
		vtc_rig_up(rig.vf[1]);
}

static void gone_disable(void)
{
	vtc_rig_set_vfs(0);
}

static void gone_traffic(void)
{
	vtc_rig_send(0, rig.vf[1]->dev_addr, VTC_CHIP_UNTAGGED, 1);
	vtc_rig_send(1, rig.pf->dev_addr, VTC_CHIP_UNTAGGED, 2);
	vtc_rig_send(VTC_CARD_PF, rig.vf[0]->dev_addr, VTC_CHIP_UNTAGGED, 3);
}

static void gone_vf_again(void)
{
	vtc_rig_down(rig.vf[0]);
	vtc_rig_up(rig.vf[0]);
}

static void gone_flr_vf(void)
{
	pci_reset_function(vtc_bus_vf(0));
	vtc_bus_settle();
}

static void gone_flr_pf(void)
{
	pci_reset_function(rig.pdev);
	vtc_bus_settle();
}

static void gone_mtu(void)
{
	rtnl_lock();
	dev_set_mtu(rig.pf, 4000);
	dev_set_mtu(rig.vf[0], 3000);
	rtnl_unlock();
}

static void gone_administer(void)
{
	const struct net_device_ops *ops = rig.pf->netdev_ops;
	static u8 mac[ETH_ALEN] = { 2, 0, 0, 0, 0, 9 };

	rtnl_lock();
	ops->ndo_set_vf_mac(rig.pf, 0, mac);
	ops->ndo_set_vf_vlan(rig.pf, 1, 100, 3, cpu_to_be16(ETH_P_8021Q));
	ops->ndo_set_vf_link_state(rig.pf, 1, IFLA_VF_LINK_STATE_DISABLE);
	rtnl_unlock();
	vtc_bus_settle();
}

static const struct vtc_gone_path vtc_gone_paths[] = {
	{ "probe", gone_nothing, gone_probe },
	{ "open", gone_loaded, gone_open },
	{ "close", gone_up, gone_close },
	{ "remove", gone_vfs, vtc_bus_unplug },
	{ "VFs come", gone_up, gone_enable },
	{ "VFs go", gone_vfs, gone_disable },
	{ "traffic", gone_vfs, gone_traffic },
	{ "VF closed and opened", gone_vfs, gone_vf_again },
	{ "reset of a VF", gone_vfs, gone_flr_vf },
	{ "reset of the PF", gone_vfs, gone_flr_pf },
	{ "MTU", gone_vfs, gone_mtu },
	{ "ip link set vf", gone_vfs, gone_administer },
};

/* KUnit gives a row 300 s; PCI waits 65 for a function that is lost in its reset */
#define GONE_ROW	4

/* Accesses of the path of the last row, and the row's first */
static unsigned int gone_most, gone_first;

/* A row for each path, and more of GONE_ROW turns if all are asked for */
static const void *vtc_gone_rows(const void *prev, char *desc)
{
	const struct vtc_gone_path *path = prev;

	if (!path) {
		path = vtc_gone_paths;
		gone_first = 0;
	} else if (vtc_gone_everywhere && gone_first + GONE_ROW < gone_most) {
		gone_first += GONE_ROW;
	} else {
		path++;
		gone_first = 0;
	}
	if (path == vtc_gone_paths + ARRAY_SIZE(vtc_gone_paths))
		return NULL;
	if (vtc_gone_everywhere)
		snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s, from %u", path->name, gone_first);
	else
		strscpy(desc, path->name, KUNIT_PARAM_DESC_SIZE);
	return path;
}

/* Walk once; the accesses it took */
static unsigned int gone_at(struct kunit *test, unsigned int n,
			    const struct vtc_gone_path *path)
{
	unsigned int took;

	vtc_rig_init(test);
	path->before();
	rig.card->accesses = 0;
	vtc_bus_vanish(n);
	path->walk();
	took = rig.card->accesses;
	KUNIT_EXPECT_LE_MSG(test, rig.card->in_vain, GONE_IN_VAIN, "n %u", n);
	vtc_rig_exit(test);
	return took;
}

static void vtc_gone_anywhere(struct kunit *test)
{
	const struct vtc_gone_path *path = test->param_value;
	unsigned int n, end, step = 1;

	gone_most = gone_at(test, VTC_CARD_STAYS, path);
	kunit_info(test, "%s: %u accesses\n", path->name, gone_most);
	KUNIT_EXPECT_GE(test, gone_most, 3);
	end = min(gone_most, gone_first + GONE_ROW);
	if (!vtc_gone_everywhere) {
		step = 1 + gone_most / GONE_POINTS;
		end = gone_most;
	}
	for (n = gone_first + vtc_kunit_seed % step; n < end; n += step)
		gone_at(test, n, path);
}

static struct kunit_case vtc_gone_cases[] = {
	KUNIT_CASE_PARAM(vtc_gone_anywhere, vtc_gone_rows),
	{}
};

static struct kunit_suite vtc_gone_suite = {
	.name = "vtc_gone",
	.suite_init = vtc_rig_suite_init,
	.init = vtc_rig_init,
	.test_cases = vtc_gone_cases,
};

kunit_test_suite(vtc_gone_suite);
