// SPDX-License-Identifier: GPL-2.0-only
/*
 * A port as far as wishes, rights and the switch's model go.
 */
#include <linux/etherdevice.h>

#define vtc_l2sw_hw_commit	vtc_cfgport_commit
#define vtc_l2sw_hw_forget	vtc_cfgport_forget
#define vtc_link_vlan_strip	vtc_cfgport_strip
#define vtc_link_speed		vtc_cfgport_speed
#define vtc_vftell_restart	vtc_cfgport_restart
#define vtc_vflog_may		vtc_cfgport_may_log

#include "../pf/pf.h"
#include "cfgport.h"
#include "rights.h"

/* Cases run one after the other */
static struct vtc_cfgport *vtc_cfgport_now;

static __printf(2, 3) void vtc_cfgport_log(const struct net_device *netdev,
					   const char *format, ...)
{
	vtc_cfgport_now->lines++;
}

#undef netdev_info
#define netdev_info	vtc_cfgport_log

#include "../pf/config.c"

void vtc_cfgport_commit(struct vtc_l2sw_hw *s, const struct vtc_l2sw *sw)
{
	vtc_cfgport_now->commits++;
	vtc_cfgport_now->sw = *sw;
}

void vtc_cfgport_forget(struct vtc_l2sw_hw *s)
{
	vtc_cfgport_now->forgets++;
	/* What is forgotten after it was told is not told */
	memset(&vtc_cfgport_now->sw, 0xff, sizeof(vtc_cfgport_now->sw));
}

void vtc_cfgport_strip(struct vtc_link *link, bool on)
{
	vtc_cfgport_now->strip = on;
}

unsigned int vtc_cfgport_speed(const struct vtc_link *link)
{
	return vtc_cfgport_now->speed;
}

bool vtc_cfgport_may_log(struct vtc_pf_vf *v, enum vtc_vflog_kind kind)
{
	return vtc_cfgport_now->may_log;
}

/**
 * vtc_cfgport_restart() - a VF is told to begin anew
 * @pf: port
 * @vf: index
 */
void vtc_cfgport_restart(struct vtc_pf *pf, unsigned int vf)
{
	vtc_cfgport_now->restarted |= BIT(vf);
}

/**
 * vtc_cfgport_notify() - a VF is told of its link
 * @pf: port
 * @vf: index
 */
void vtc_cfgport_notify(struct vtc_pf *pf, unsigned int vf)
{
	vtc_cfgport_now->notified |= BIT(vf);
}

static void vtc_cfgport_rate(const struct vtc_hw *hw, unsigned int q, u32 mbps,
			     unsigned int queues, u32 speed)
{
	if (WARN_ON(q >= CFGPORT_QUEUES))
		return;
	vtc_cfgport_now->rates++;
	vtc_cfgport_now->rate[q] = (struct vtc_cfgport_rate){ mbps, queues, speed };
}

/**
 * vtc_cfgport_plan() - another plan of pools
 * @test: test
 * @port: port
 * @n_vfs: VFs
 * @n_stations: stations
 */
void vtc_cfgport_plan(struct kunit *test, struct vtc_cfgport *port,
		      unsigned int n_vfs, unsigned int n_stations)
{
	const struct vtc_poolplan_wish wish = {
		.msix = true,
		.cpus = 2,
		.vmdq = n_stations ? n_stations + 1 : 0,
		.n_vfs = n_vfs,
	};

	KUNIT_ASSERT_EQ(test, 0, vtc_poolplan_make(&port->pf->plan, &port->gen.chip,
						   &wish));
	port->pf->n_vfs = n_vfs;
}

static void vtc_cfgport_free(void *netdev)
{
	free_netdev(netdev);
}

/**
 * vtc_cfgport_make() - a port that is up, its VFs not yet known to it
 * @test: test
 * @n_vfs: VFs
 * @n_stations: stations it has room for
 *
 * Return: the port; goes with the test.
 */
struct vtc_cfgport *vtc_cfgport_make(struct kunit *test, unsigned int n_vfs,
				     unsigned int n_stations)
{
	struct vtc_cfgport *port = kunit_kzalloc(test, sizeof(*port), GFP_KERNEL);
	struct net_device *netdev = alloc_etherdev(sizeof(struct vtc_pf));
	struct vtc_pf *pf;
	unsigned int vf;

	KUNIT_ASSERT_NOT_NULL(test, port);
	KUNIT_ASSERT_NOT_NULL(test, netdev);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, vtc_cfgport_free,
							   netdev));
	vtc_cfgport_now = port;
	pf = netdev_priv(netdev);
	port->netdev = netdev;
	port->pf = pf;
	port->gen = vtc_gen_82576;
	port->gen.set_rate = vtc_cfgport_rate;
	port->speed = 1000;
	pf->netdev = netdev;
	pf->gen = &port->gen;
	pf->scratch = &port->scratch;
	pf->rx_on = true;
	vtc_cfglock_init(&pf->cfg_lock);
	vtc_world_mac(100, pf->perm_mac);
	vtc_cfgport_plan(test, port, n_vfs, n_stations);
	for (vf = 0; vf < VTC_PF_MAX_VFS; vf++) {
		vtc_vport_admin_init(&pf->vf[vf].admin);
		vtc_vport_default_mac(pf->perm_mac, vf, pf->vf[vf].default_mac);
	}
	pf->asked.active = true;
	ether_addr_copy(pf->asked.mac, pf->perm_mac);
	return port;
}
