// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite vfadmin: ip link set PF vf N, and what ip link show says afterwards.
 */
#include <linux/etherdevice.h>
#include <linux/if_link.h>

#define vtc_vftell_restart	vtc_cfgport_restart
#define vtc_vftell_notify	vtc_cfgport_notify
#define vtc_stats_look		vtc_vfadmin_test_look
#define vtc_stats_get_vf	vtc_vfadmin_test_get_vf

#include "cfgport.h"
#include "rights.h"
#include "../pf/vfadmin.c"

#define VFS	3

static unsigned int vtc_vfadmin_looks;

struct vtc_vfadmin_bench {
	struct vtc_cfgport *port;
	struct net_device *netdev;
	struct vtc_pf *pf;
	u8 mac[4][ETH_ALEN];	/* nobody's */
};

void vtc_vfadmin_test_look(struct vtc_stats *stats, const struct vtc_hw *hw)
{
	vtc_vfadmin_looks++;
}

void vtc_vfadmin_test_get_vf(struct vtc_stats *stats, unsigned int vf,
			     struct vtc_vfcount *count)
{
	unsigned int i;

	memset(count, 0, sizeof(*count));
	for (i = 0; i < VTC_VFCOUNT_N; i++)
		count->sum[i] = 100 * vtc_vfadmin_looks + 10 * vf + i;
	count->dropped = 7;
}

static int vtc_vfadmin_suite_init(struct kunit *test)
{
	struct vtc_vfadmin_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	unsigned int i;

	if (!b)
		return -ENOMEM;
	b->port = vtc_cfgport_make(test, VFS, 1);
	b->pf = b->port->pf;
	b->netdev = b->port->netdev;
	for (i = 0; i < ARRAY_SIZE(b->mac); i++)
		vtc_world_mac(i, b->mac[i]);
	vtc_vfadmin_looks = 0;
	test->priv = b;
	return 0;
}

/* Nobody has the lock: whatever was asked for, it is over */
static void vtc_vfadmin_is_over(struct kunit *test)
{
	struct vtc_vfadmin_bench *b = test->priv;

	KUNIT_EXPECT_FALSE(test, mutex_is_locked(&b->pf->cfg_lock.mutex));
	KUNIT_EXPECT_FALSE(test, test_bit(VTC_CFGLOCK_BUSY, &b->pf->cfg_lock.busy));
}

static bool vtc_vfadmin_shows_mac(struct vtc_vfadmin_bench *b, int vf, const u8 *mac)
{
	struct ifla_vf_info ivi = {};

	return !vtc_vfadmin_get(b->netdev, vf, &ivi) && ivi.vf == vf &&
	       ether_addr_equal(ivi.mac, mac);
}

/* Every one of them knows how many VFs there are */
static void vtc_vfadmin_no_such_vf(struct kunit *test)
{
	struct vtc_vfadmin_bench *b = test->priv;
	static const int none[] = { -1, VFS, VFS + 1 };
	struct ifla_vf_stats st;
	struct ifla_vf_info ivi;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(none); i++) {
		int vf = none[i];

		KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_mac(b->netdev, vf, b->mac[0]), -EINVAL);
		KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_vlan(b->netdev, vf, 1, 0,
							   htons(ETH_P_8021Q)), -EINVAL);
		KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_rate(b->netdev, vf, 0, 1), -EINVAL);
		KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_spoofchk(b->netdev, vf, 0), -EINVAL);
		KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_trust(b->netdev, vf, 1), -EINVAL);
		KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_link(b->netdev, vf, 0), -EINVAL);
		KUNIT_EXPECT_EQ(test, vtc_vfadmin_get(b->netdev, vf, &ivi), -EINVAL);
		KUNIT_EXPECT_EQ(test, vtc_vfadmin_stats(b->netdev, vf, &st), -EINVAL);
		vtc_vfadmin_is_over(test);
	}
	KUNIT_EXPECT_EQ(test, b->port->commits, 0);
	KUNIT_EXPECT_EQ(test, b->port->notified | b->port->restarted, 0);
}

/* Given, shown, and taken back in either way */
static void vtc_vfadmin_gives_addresses(struct kunit *test)
{
	static u8 zero[ETH_ALEN], group[ETH_ALEN] = { 1 };
	struct vtc_vfadmin_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf->vf[1];

	KUNIT_EXPECT_TRUE(test, vtc_vfadmin_shows_mac(b, 1, v->default_mac));
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_mac(b->netdev, 1, group), -EINVAL);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_mac(b->netdev, 1, b->mac[0]), 0);
	vtc_vfadmin_is_over(test);
	KUNIT_EXPECT_TRUE(test, vtc_vfadmin_shows_mac(b, 1, b->mac[0]));
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(v->admin.mac, b->mac[0]));
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_mac(b->netdev, 1, zero), 0);
	KUNIT_EXPECT_TRUE(test, vtc_vfadmin_shows_mac(b, 1, v->default_mac));
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_mac(b->netdev, 1, b->mac[1]), 0);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_mac(b->netdev, 1, v->default_mac), 0);
	KUNIT_EXPECT_TRUE(test, is_zero_ether_addr(v->admin.mac));
	KUNIT_EXPECT_TRUE(test, vtc_vfadmin_shows_mac(b, 1, v->default_mac));
	/* What others fall back to */
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_mac(b->netdev, 1, b->pf->vf[0].default_mac),
			-EADDRINUSE);
	vtc_vfadmin_is_over(test);
	KUNIT_EXPECT_TRUE(test, vtc_vfadmin_shows_mac(b, 1, v->default_mac));
	/* It runs for nobody yet */
	KUNIT_EXPECT_EQ(test, b->port->restarted, 0);
}

/* A VF that runs learns its address by beginning anew, if it has another */
static void vtc_vfadmin_tells_of_addresses(struct kunit *test)
{
	struct vtc_vfadmin_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf->vf[1];

	v->cts = true;
	v->asked.active = true;
	v->asked.max_frame = 2000;
	ether_addr_copy(v->asked.mac, b->mac[0]);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_mac(b->netdev, 1, b->mac[0]), 0);
	KUNIT_EXPECT_EQ(test, b->port->restarted, 0);
	/* Its own wish has ended, and no other */
	KUNIT_EXPECT_TRUE(test, is_zero_ether_addr(v->asked.mac));
	KUNIT_EXPECT_EQ(test, v->asked.max_frame, 2000);
	KUNIT_EXPECT_TRUE(test, v->asked.active);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_mac(b->netdev, 1, b->mac[1]), 0);
	KUNIT_EXPECT_EQ(test, b->port->restarted, BIT(1));
	b->port->restarted = 0;
	/* One that is refused changes nothing */
	b->pf->station[0].wish = (struct vtc_vport_station){ .used = true };
	ether_addr_copy(b->pf->station[0].wish.mac, b->mac[2]);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_mac(b->netdev, 1, b->mac[2]), -EADDRINUSE);
	KUNIT_EXPECT_EQ(test, b->port->restarted, 0);
	KUNIT_EXPECT_TRUE(test, vtc_vfadmin_shows_mac(b, 1, b->mac[1]));
	vtc_vfadmin_is_over(test);
}

static int vtc_vfadmin_tag(struct vtc_vfadmin_bench *b, u16 vlan, u8 qos)
{
	return vtc_vfadmin_set_vlan(b->netdev, 1, vlan, qos, htons(ETH_P_8021Q));
}

static void vtc_vfadmin_port_vlan(struct kunit *test)
{
	struct vtc_vfadmin_bench *b = test->priv;
	struct vtc_vport_admin *admin = &b->pf->vf[1].admin;
	struct ifla_vf_info ivi = {};

	b->pf->vf[1].asked.active = true;
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_tag(b, 4095, 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_tag(b, 5, 8), -EINVAL);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_vlan(b->netdev, 1, 5, 0, htons(ETH_P_8021AD)),
			-EPROTONOSUPPORT);
	KUNIT_EXPECT_EQ(test, admin->vlan, 0);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_tag(b, 4094, 7), 0);
	KUNIT_EXPECT_TRUE(test, admin->vlan == 4094 && admin->qos == 7);
	KUNIT_EXPECT_EQ(test, b->port->sw.pool[1].pvid, 4094);
	KUNIT_EXPECT_EQ(test, b->port->sw.pool[1].qos, 7);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_get(b->netdev, 1, &ivi), 0);
	KUNIT_EXPECT_TRUE(test, ivi.vlan == 4094 && ivi.qos == 7);
	KUNIT_EXPECT_EQ(test, ivi.vlan_proto, htons(ETH_P_8021Q));
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_tag(b, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, b->port->sw.pool[1].pvid, 0);
	vtc_vfadmin_is_over(test);
}

static void vtc_vfadmin_rate(struct kunit *test)
{
	struct vtc_vfadmin_bench *b = test->priv;
	struct ifla_vf_info ivi = { .min_tx_rate = 1 };

	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_rate(b->netdev, 2, 1, 100), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_rate(b->netdev, 2, 0, -1), -EINVAL);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_rate(b->netdev, 2, 0, 1001), -EINVAL);
	KUNIT_EXPECT_EQ(test, b->port->rates, 0);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_rate(b->netdev, 2, 0, 1000), 0);
	KUNIT_EXPECT_EQ(test, b->port->rate[b->port->gen.queue(2, 0)].mbps, 1000);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_get(b->netdev, 2, &ivi), 0);
	KUNIT_EXPECT_TRUE(test, ivi.max_tx_rate == 1000 && !ivi.min_tx_rate);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_rate(b->netdev, 2, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, b->pf->vf[2].admin.max_tx_rate, 0);
	vtc_vfadmin_is_over(test);
}

static void vtc_vfadmin_checks_and_trust(struct kunit *test)
{
	struct vtc_vfadmin_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf->vf[1];
	struct ifla_vf_info ivi = {};

	v->asked.active = true;
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_get(b->netdev, 1, &ivi), 0);
	KUNIT_EXPECT_TRUE(test, ivi.spoofchk && !ivi.trusted);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_spoofchk(b->netdev, 1, false), 0);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_trust(b->netdev, 1, true), 0);
	KUNIT_EXPECT_FALSE(test, b->port->sw.pool[1].spoofchk);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_get(b->netdev, 1, &ivi), 0);
	KUNIT_EXPECT_TRUE(test, !ivi.spoofchk && ivi.trusted);
	/* Nobody is there who could ask again */
	KUNIT_EXPECT_EQ(test, b->port->notified, 0);
	v->cts = true;
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_trust(b->netdev, 1, false), 0);
	KUNIT_EXPECT_EQ(test, b->port->notified, 0);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_trust(b->netdev, 1, true), 0);
	KUNIT_EXPECT_EQ(test, b->port->notified, BIT(1));
	vtc_vfadmin_is_over(test);
}

/* What it had to be content without, it does not get if it is another's by now */
static void vtc_vfadmin_trust_gives_nothing_of_others(struct kunit *test)
{
	struct vtc_vfadmin_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf->vf[1];

	b->pf->station[0].wish = (struct vtc_vport_station){ .used = true };
	ether_addr_copy(b->pf->station[0].wish.mac, b->mac[2]);
	ether_addr_copy(v->admin.mac, b->mac[1]);
	v->asked.active = true;
	v->cts = true;
	v->asked.n_extra = 1;
	ether_addr_copy(v->asked.extra[0], b->mac[2]);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_link(b->netdev, 0, IFLA_VF_LINK_STATE_DISABLE), 0);
	KUNIT_EXPECT_EQ(test, vtc_l2sw_mac_owners(&b->port->sw, b->mac[2]), BIT(6));
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_trust(b->netdev, 1, true), 0);
	KUNIT_EXPECT_TRUE(test, v->admin.trusted);
	KUNIT_EXPECT_EQ(test, v->asked.n_extra, 0);
	KUNIT_EXPECT_EQ(test, v->counts.revoked, 1);
	KUNIT_EXPECT_EQ(test, b->port->notified, BIT(0) | BIT(1));
	KUNIT_EXPECT_EQ(test, vtc_l2sw_mac_owners(&b->port->sw, b->mac[2]), BIT(6));
	vtc_vfadmin_is_over(test);
}

static void vtc_vfadmin_link(struct kunit *test)
{
	static const int states[] = { IFLA_VF_LINK_STATE_ENABLE, IFLA_VF_LINK_STATE_DISABLE,
				      IFLA_VF_LINK_STATE_AUTO };
	static const enum vtc_link_policy links[] = { VTC_LINK_ENABLE, VTC_LINK_DISABLE,
						      VTC_LINK_AUTO };
	struct vtc_vfadmin_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf->vf[0];
	struct ifla_vf_info ivi;
	unsigned int i;

	v->asked.active = true;
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_link(b->netdev, 0, -1), -EINVAL);
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_link(b->netdev, 0, 3), -EINVAL);
	KUNIT_EXPECT_EQ(test, b->port->notified, 0);
	for (i = 0; i < ARRAY_SIZE(states); i++) {
		b->port->notified = 0;
		KUNIT_EXPECT_EQ(test, vtc_vfadmin_set_link(b->netdev, 0, states[i]), 0);
		KUNIT_EXPECT_EQ(test, v->admin.link, links[i]);
		KUNIT_EXPECT_EQ(test, b->port->notified, BIT(0));
		KUNIT_EXPECT_EQ(test, b->port->sw.pool[0].rx, links[i] != VTC_LINK_DISABLE);
		KUNIT_EXPECT_EQ(test, vtc_vfadmin_get(b->netdev, 0, &ivi), 0);
		KUNIT_EXPECT_EQ(test, ivi.linkstate, states[i]);
		vtc_vfadmin_is_over(test);
	}
}

static void vtc_vfadmin_counters(struct kunit *test)
{
	struct vtc_vfadmin_bench *b = test->priv;
	struct ifla_vf_stats st = {};

	KUNIT_EXPECT_EQ(test, vtc_vfadmin_stats(b->netdev, 2, &st), 0);
	/* Of now */
	KUNIT_EXPECT_EQ(test, vtc_vfadmin_looks, 1);
	KUNIT_EXPECT_EQ(test, st.rx_packets, 120 + VTC_VFCOUNT_RX_PACKETS);
	KUNIT_EXPECT_EQ(test, st.tx_packets, 120 + VTC_VFCOUNT_TX_PACKETS);
	KUNIT_EXPECT_EQ(test, st.rx_bytes, 120 + VTC_VFCOUNT_RX_BYTES);
	KUNIT_EXPECT_EQ(test, st.tx_bytes, 120 + VTC_VFCOUNT_TX_BYTES);
	KUNIT_EXPECT_EQ(test, st.multicast, 120 + VTC_VFCOUNT_MULTICAST);
	KUNIT_EXPECT_EQ(test, st.rx_dropped, 7);
	vtc_vfadmin_is_over(test);
}

static struct kunit_case vtc_vfadmin_cases[] = {
	KUNIT_CASE(vtc_vfadmin_no_such_vf),
	KUNIT_CASE(vtc_vfadmin_gives_addresses),
	KUNIT_CASE(vtc_vfadmin_tells_of_addresses),
	KUNIT_CASE(vtc_vfadmin_port_vlan),
	KUNIT_CASE(vtc_vfadmin_rate),
	KUNIT_CASE(vtc_vfadmin_checks_and_trust),
	KUNIT_CASE(vtc_vfadmin_trust_gives_nothing_of_others),
	KUNIT_CASE(vtc_vfadmin_link),
	KUNIT_CASE(vtc_vfadmin_counters),
	{}
};

static struct kunit_suite vtc_vfadmin_suite = {
	.name = "vtc_vfadmin",
	.init = vtc_vfadmin_suite_init,
	.test_cases = vtc_vfadmin_cases,
};

kunit_test_suite(vtc_vfadmin_suite);
