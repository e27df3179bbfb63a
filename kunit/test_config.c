// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite config: what becomes of a change of somebody's wishes, for the switch,
 * for himself and for others; and that nothing becomes of one that does not fit.
 */
#include <linux/etherdevice.h>
#include "cfgport.h"
#include "rights.h"

#define VFS		3
#define STATIONS	2
#define PF_POOL		7

struct vtc_config_bench {
	struct vtc_cfgport *port;
	struct vtc_pf *pf;
	struct vtc_vport_asked asked;
	u8 mac[4][ETH_ALEN];	/* nobody's */
};

static int vtc_config_suite_init(struct kunit *test)
{
	struct vtc_config_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	unsigned int i;

	if (!b)
		return -ENOMEM;
	b->port = vtc_cfgport_make(test, VFS, STATIONS);
	b->pf = b->port->pf;
	for (i = 0; i < ARRAY_SIZE(b->mac); i++)
		vtc_world_mac(i, b->mac[i]);
	test->priv = b;
	return 0;
}

static int vtc_config_ask(struct vtc_config_bench *b, unsigned int vf,
			  const struct vtc_vport_asked *asked)
{
	int err;

	vtc_cfglock_take(&b->pf->cfg_lock);
	err = vtc_config_set_vf(b->pf, vf, NULL, asked);
	vtc_cfglock_give(&b->pf->cfg_lock);
	return err;
}

static int vtc_config_order(struct vtc_config_bench *b, unsigned int vf,
			    const struct vtc_vport_admin *admin)
{
	int err;

	vtc_cfglock_take(&b->pf->cfg_lock);
	err = vtc_config_set_vf(b->pf, vf, admin, NULL);
	vtc_cfglock_give(&b->pf->cfg_lock);
	return err;
}

static int vtc_config_ask_pf(struct vtc_config_bench *b,
			     const struct vtc_vport_asked *asked)
{
	int err;

	vtc_cfglock_take(&b->pf->cfg_lock);
	err = vtc_config_set_pf(b->pf, asked);
	vtc_cfglock_give(&b->pf->cfg_lock);
	return err;
}

static int vtc_config_ask_station(struct vtc_config_bench *b, unsigned int i,
				  const struct vtc_vport_station *wish)
{
	int err;

	vtc_cfglock_take(&b->pf->cfg_lock);
	err = vtc_config_set_station(b->pf, i, wish);
	vtc_cfglock_give(&b->pf->cfg_lock);
	return err;
}

static int vtc_config_applies(struct vtc_config_bench *b)
{
	int err;

	vtc_cfglock_take(&b->pf->cfg_lock);
	err = vtc_config_apply(b->pf);
	vtc_cfglock_give(&b->pf->cfg_lock);
	return err;
}

static bool vtc_config_reserved(struct vtc_config_bench *b, int vf, const u8 *mac)
{
	bool reserved;

	vtc_cfglock_take(&b->pf->cfg_lock);
	reserved = vtc_config_mac_reserved(b->pf, vf, mac);
	vtc_cfglock_give(&b->pf->cfg_lock);
	return reserved;
}

static bool vtc_config_has(struct vtc_config_bench *b, unsigned int vf, const u8 *want)
{
	u8 mac[ETH_ALEN];

	vtc_cfglock_take(&b->pf->cfg_lock);
	vtc_config_vf_mac(b->pf, vf, mac);
	vtc_cfglock_give(&b->pf->cfg_lock);
	return ether_addr_equal(mac, want);
}

/* What the switch was told and what the port believes are one and the same */
static void vtc_config_agrees(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;

	KUNIT_EXPECT_EQ(test, 0, memcmp(&b->port->sw, &b->pf->sw, sizeof(b->pf->sw)));
}

static u8 vtc_config_owners(struct vtc_config_bench *b, const u8 *mac)
{
	return vtc_l2sw_mac_owners(&b->port->sw, mac);
}

/* Its default one, the administrator's, its own */
static void vtc_config_address_of_a_vf(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf->vf[1];

	KUNIT_EXPECT_TRUE(test, vtc_config_has(b, 1, v->default_mac));
	ether_addr_copy(v->admin.mac, b->mac[0]);
	KUNIT_EXPECT_TRUE(test, vtc_config_has(b, 1, b->mac[0]));
	v->admin.trusted = true;
	ether_addr_copy(v->asked.mac, b->mac[1]);
	KUNIT_EXPECT_TRUE(test, vtc_config_has(b, 1, b->mac[1]));
	KUNIT_EXPECT_EQ(test, b->port->commits, 0);
}

/* What others fall back to is not to be had, in use or not */
static void vtc_config_reserves(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	struct vtc_pf *pf = b->pf;

	KUNIT_EXPECT_FALSE(test, vtc_config_reserved(b, 0, b->mac[0]));
	KUNIT_EXPECT_FALSE(test, vtc_config_reserved(b, 0, pf->vf[0].default_mac));
	KUNIT_EXPECT_TRUE(test, vtc_config_reserved(b, 0, pf->vf[VFS - 1].default_mac));
	KUNIT_EXPECT_TRUE(test, vtc_config_reserved(b, 0, pf->vf[VFS].default_mac));
	KUNIT_EXPECT_TRUE(test, vtc_config_reserved(b, VTC_PF_SELF, pf->vf[VFS].default_mac));
	KUNIT_EXPECT_TRUE(test, vtc_config_reserved(b, VTC_PF_SELF, pf->vf[0].default_mac));
	KUNIT_EXPECT_TRUE(test, vtc_config_reserved(b, 0, pf->perm_mac));
	KUNIT_EXPECT_FALSE(test, vtc_config_reserved(b, VTC_PF_SELF, pf->perm_mac));
	/* The administrator's is for those who may share, and for whom he meant it */
	ether_addr_copy(pf->vf[1].admin.mac, b->mac[0]);
	KUNIT_EXPECT_TRUE(test, vtc_config_reserved(b, 0, b->mac[0]));
	KUNIT_EXPECT_FALSE(test, vtc_config_reserved(b, VTC_PF_SELF, b->mac[0]));
	KUNIT_EXPECT_FALSE(test, vtc_config_reserved(b, 1, b->mac[0]));
	ether_addr_copy(pf->vf[0].admin.mac, b->mac[0]);
	KUNIT_EXPECT_FALSE(test, vtc_config_reserved(b, 0, b->mac[0]));
	pf->vf[2].admin.trusted = true;
	KUNIT_EXPECT_FALSE(test, vtc_config_reserved(b, 2, b->mac[0]));
	KUNIT_EXPECT_FALSE(test, vtc_config_reserved(b, 2, pf->perm_mac));
	KUNIT_EXPECT_TRUE(test, vtc_config_reserved(b, 2, pf->vf[0].default_mac));
}

static void vtc_config_vf_asks(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf->vf[1];

	b->asked.active = true;
	ether_addr_copy(b->asked.mac, b->mac[0]);
	KUNIT_EXPECT_EQ(test, vtc_config_ask(b, 1, &b->asked), 0);
	KUNIT_EXPECT_EQ(test, b->port->commits, 1);
	KUNIT_EXPECT_TRUE(test, b->port->sw.pool[1].rx);
	KUNIT_EXPECT_FALSE(test, b->port->sw.pool[0].rx || b->port->sw.pool[2].rx);
	KUNIT_EXPECT_TRUE(test, b->port->sw.pool[PF_POOL].rx);
	KUNIT_EXPECT_EQ(test, vtc_config_owners(b, b->mac[0]), BIT(1));
	KUNIT_EXPECT_EQ(test, vtc_config_owners(b, b->pf->perm_mac), BIT(PF_POOL));
	KUNIT_EXPECT_TRUE(test, v->asked.active && v->admin.spoofchk);
	vtc_config_agrees(test);
	/* Another's address: as it was */
	ether_addr_copy(b->asked.mac, b->pf->vf[0].default_mac);
	KUNIT_EXPECT_EQ(test, vtc_config_ask(b, 1, &b->asked), -EADDRINUSE);
	KUNIT_EXPECT_EQ(test, b->port->commits, 1);
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(v->asked.mac, b->mac[0]));
	KUNIT_EXPECT_EQ(test, b->port->rates, 0);
	vtc_config_agrees(test);
}

/* A port VLAN reaches the switch and takes nothing of the VF's own wishes */
static void vtc_config_administrator_orders(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	struct vtc_pf_vf *v = &b->pf->vf[2];
	struct vtc_vport_admin admin = v->admin;

	b->asked.active = true;
	KUNIT_EXPECT_EQ(test, vtc_config_ask(b, 2, &b->asked), 0);
	admin.vlan = 9;
	KUNIT_EXPECT_EQ(test, vtc_config_order(b, 2, &admin), 0);
	KUNIT_EXPECT_EQ(test, v->admin.vlan, 9);
	KUNIT_EXPECT_EQ(test, b->port->sw.pool[2].pvid, 9);
	KUNIT_EXPECT_EQ(test, b->port->sw.pool[1].pvid, 0);
	KUNIT_EXPECT_TRUE(test, b->port->sw.pool[2].rx);
	/* What he wants comes from his wish, also when another's changes */
	KUNIT_EXPECT_EQ(test, vtc_config_ask(b, 1, &b->asked), 0);
	KUNIT_EXPECT_EQ(test, b->port->sw.pool[2].pvid, 9);
	KUNIT_EXPECT_EQ(test, b->port->rates, 0);
	/* Nothing fits that is a station's */
	KUNIT_EXPECT_EQ(test, vtc_config_ask_station(b, 0, &(struct vtc_vport_station){
		.used = true, .active = true, .mac = { 2, 9, 9, 9, 9, 9 } }), 0);
	ether_addr_copy(admin.mac, (const u8[]){ 2, 9, 9, 9, 9, 9 });
	admin.vlan = 10;
	KUNIT_EXPECT_EQ(test, vtc_config_order(b, 2, &admin), -EADDRINUSE);
	KUNIT_EXPECT_EQ(test, v->admin.vlan, 9);
	vtc_config_agrees(test);
}

/* Both queues of each pool, those of nobody without a limit, when it changes */
static void vtc_config_limits_rates(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	struct vtc_vport_admin admin = b->pf->vf[1].admin;
	unsigned int pool, i;

	b->port->speed = 100;
	admin.max_tx_rate = 40;
	b->pf->vf[VFS].admin.max_tx_rate = 7;
	KUNIT_EXPECT_EQ(test, vtc_config_order(b, 1, &admin), 0);
	KUNIT_EXPECT_EQ(test, b->port->rates, CFGPORT_QUEUES);
	for (pool = 0; pool < 8; pool++) {
		for (i = 0; i < 2; i++) {
			unsigned int q = b->port->gen.queue(pool, i);
			struct vtc_cfgport_rate *rate = &b->port->rate[q];

			KUNIT_EXPECT_EQ(test, rate->mbps, pool == 1 ? 40 : 0);
			KUNIT_EXPECT_EQ(test, rate->queues, 2);
			KUNIT_EXPECT_EQ(test, rate->speed, 100);
		}
	}
	admin.vlan = 3;
	KUNIT_EXPECT_EQ(test, vtc_config_order(b, 1, &admin), 0);
	KUNIT_EXPECT_EQ(test, b->port->rates, CFGPORT_QUEUES);
	/* A chip that cannot */
	b->port->gen.set_rate = NULL;
	admin.max_tx_rate = 0;
	KUNIT_EXPECT_EQ(test, vtc_config_order(b, 1, &admin), 0);
	KUNIT_EXPECT_EQ(test, b->pf->vf[1].admin.max_tx_rate, 0);
	KUNIT_EXPECT_EQ(test, b->port->rates, CFGPORT_QUEUES);
}

/* What a VF chose for itself the administrator may give to another */
static void vtc_config_takes_back(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	struct vtc_vport_admin admin = b->pf->vf[0].admin;
	struct vtc_pf_vf *v = &b->pf->vf[1];

	b->asked.active = true;
	ether_addr_copy(b->asked.mac, b->mac[0]);
	b->asked.max_frame = 2000;
	KUNIT_EXPECT_EQ(test, vtc_config_ask(b, 1, &b->asked), 0);
	KUNIT_EXPECT_EQ(test, b->port->lines, 0);
	ether_addr_copy(admin.mac, b->mac[0]);
	KUNIT_EXPECT_EQ(test, vtc_config_order(b, 0, &admin), 0);
	KUNIT_EXPECT_TRUE(test, vtc_config_has(b, 1, v->default_mac));
	KUNIT_EXPECT_EQ(test, v->asked.max_frame, 2000);
	KUNIT_EXPECT_EQ(test, v->counts.revoked, 1);
	KUNIT_EXPECT_EQ(test, v->counts.reclaimed, 0);
	KUNIT_EXPECT_EQ(test, b->pf->vf[0].counts.revoked, 0);
	KUNIT_EXPECT_EQ(test, b->port->restarted, 0);
	KUNIT_EXPECT_EQ(test, b->port->lines, 0);
	/* One that is known hears of it */
	ether_addr_copy(b->asked.mac, b->mac[1]);
	KUNIT_EXPECT_EQ(test, vtc_config_ask(b, 1, &b->asked), 0);
	v->cts = true;
	b->pf->vf[2].cts = true;
	b->port->may_log = true;
	ether_addr_copy(admin.mac, b->mac[1]);
	KUNIT_EXPECT_EQ(test, vtc_config_order(b, 0, &admin), 0);
	KUNIT_EXPECT_EQ(test, b->port->restarted, BIT(1));
	KUNIT_EXPECT_EQ(test, v->counts.revoked, 2);
	KUNIT_EXPECT_EQ(test, b->port->lines, 1);
	vtc_config_agrees(test);
}

/* So does a station's address, and the PF's */
static void vtc_config_takes_back_for_the_host(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	struct vtc_vport_station wish = { .used = true, .active = true };
	struct vtc_vport_asked *pf = &b->asked;
	struct vtc_vport_asked *vf = &b->port->scratch.asked;
	struct vtc_pf_vf *v = &b->pf->vf[1];

	vf->active = true;
	vf->n_extra = 2;
	ether_addr_copy(vf->extra[0], b->mac[0]);
	ether_addr_copy(vf->extra[1], b->mac[1]);
	KUNIT_EXPECT_EQ(test, vtc_config_ask(b, 1, vf), 0);
	v->cts = true;
	ether_addr_copy(wish.mac, b->mac[0]);
	KUNIT_EXPECT_EQ(test, vtc_config_ask_station(b, 0, &wish), 0);
	KUNIT_EXPECT_EQ(test, v->counts.revoked, 1);
	KUNIT_EXPECT_EQ(test, v->asked.n_extra, 1);
	*pf = b->pf->asked;
	ether_addr_copy(pf->mac, b->mac[1]);
	KUNIT_EXPECT_EQ(test, vtc_config_ask_pf(b, pf), 0);
	KUNIT_EXPECT_EQ(test, v->counts.revoked, 2);
	KUNIT_EXPECT_EQ(test, v->asked.n_extra, 0);
	/* It has its own address still: nothing to begin anew for */
	KUNIT_EXPECT_EQ(test, b->port->restarted, 0);
	/* A plan with a wish that was written by hand */
	v->asked.n_extra = 1;
	KUNIT_EXPECT_EQ(test, vtc_config_applies(b), 0);
	KUNIT_EXPECT_EQ(test, v->counts.revoked, 3);
	KUNIT_EXPECT_EQ(test, v->asked.n_extra, 0);
}

static void vtc_config_pf_asks(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;

	b->asked = b->pf->asked;
	b->asked.promisc = true;
	b->asked.strip = true;
	ether_addr_copy(b->asked.mac, b->mac[2]);
	KUNIT_EXPECT_EQ(test, vtc_config_ask_pf(b, &b->asked), 0);
	KUNIT_EXPECT_EQ(test, b->port->commits, 1);
	KUNIT_EXPECT_TRUE(test, b->port->sw.pool[PF_POOL].promisc);
	KUNIT_EXPECT_TRUE(test, b->pf->asked.promisc);
	KUNIT_EXPECT_EQ(test, vtc_config_owners(b, b->mac[2]), BIT(PF_POOL));
	/* With pools each has a setting of its own for tags */
	KUNIT_EXPECT_TRUE(test, b->port->sw.pool[PF_POOL].strip);
	KUNIT_EXPECT_FALSE(test, b->port->strip);
	b->asked.promisc = false;
	ether_addr_copy(b->asked.mac, b->pf->vf[0].default_mac);
	KUNIT_EXPECT_EQ(test, vtc_config_ask_pf(b, &b->asked), -EADDRINUSE);
	KUNIT_EXPECT_TRUE(test, b->pf->asked.promisc);
	vtc_config_agrees(test);
}

/* Each has its pool, its address, and the PF's wishes for the rest */
static void vtc_config_station_asks(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	struct vtc_vport_station wish = { .used = true, .active = true, .rss = true };

	ether_addr_copy(wish.mac, b->mac[0]);
	KUNIT_EXPECT_EQ(test, vtc_config_ask_station(b, 0, &wish), 0);
	KUNIT_EXPECT_EQ(test, vtc_config_owners(b, b->mac[0]), BIT(PF_POOL - 1));
	KUNIT_EXPECT_TRUE(test, b->port->sw.pool[PF_POOL - 1].rx);
	KUNIT_EXPECT_TRUE(test, b->port->sw.pool[PF_POOL - 1].rss);
	KUNIT_EXPECT_FALSE(test, b->port->sw.pool[PF_POOL - 2].rx);
	KUNIT_EXPECT_EQ(test, vtc_config_ask_station(b, 1, &wish), -EADDRINUSE);
	KUNIT_EXPECT_FALSE(test, b->pf->station[1].wish.used);
	ether_addr_copy(wish.mac, b->mac[1]);
	KUNIT_EXPECT_EQ(test, vtc_config_ask_station(b, 1, &wish), 0);
	KUNIT_EXPECT_EQ(test, vtc_config_owners(b, b->mac[0]), BIT(PF_POOL - 1));
	KUNIT_EXPECT_EQ(test, vtc_config_owners(b, b->mac[1]), BIT(PF_POOL - 2));
	b->asked = b->pf->asked;
	b->asked.strip = true;
	KUNIT_EXPECT_EQ(test, vtc_config_ask_pf(b, &b->asked), 0);
	KUNIT_EXPECT_TRUE(test, b->port->sw.pool[PF_POOL - 2].strip);
	/* It goes; its address is nobody's then */
	wish.used = false;
	KUNIT_EXPECT_EQ(test, vtc_config_ask_station(b, 1, &wish), 0);
	KUNIT_EXPECT_EQ(test, vtc_config_owners(b, b->mac[1]), 0);
	KUNIT_EXPECT_FALSE(test, b->pf->station[1].wish.used);
	vtc_config_agrees(test);
}

/* VFs to come have an address each that no station may have */
static void vtc_config_keeps_addresses_of_vfs(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	struct vtc_vport_station wish = { .used = true };
	unsigned int vf;

	for (vf = 0; vf < VTC_PF_MAX_VFS; vf++) {
		ether_addr_copy(wish.mac, b->pf->vf[vf].default_mac);
		KUNIT_EXPECT_EQ(test, vtc_config_ask_station(b, 0, &wish), -EADDRINUSE);
	}
	KUNIT_EXPECT_EQ(test, b->port->commits, 0);
	wish.used = false;
	KUNIT_EXPECT_EQ(test, vtc_config_ask_station(b, 0, &wish), 0);
}

/* What changed beside wishes: receiver, rings, the kind of bridge */
static void vtc_config_applies_all(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	struct vtc_ringset set = { .n = 1 };
	struct vtc_l2sw *sw = &b->port->sw;

	KUNIT_EXPECT_EQ(test, vtc_config_applies(b), 0);
	KUNIT_EXPECT_TRUE(test, sw->vt && sw->rx_on);
	KUNIT_EXPECT_FALSE(test, sw->vepa || sw->pool[PF_POOL].rss);
	KUNIT_EXPECT_EQ(test, sw->pf_pool, PF_POOL);
	b->pf->rx_on = false;
	b->pf->vepa = true;
	b->pf->dp.rings = &set;
	KUNIT_EXPECT_EQ(test, vtc_config_applies(b), 0);
	KUNIT_EXPECT_FALSE(test, sw->rx_on);
	KUNIT_EXPECT_TRUE(test, sw->vepa);
	KUNIT_EXPECT_FALSE(test, sw->pool[PF_POOL].rss);
	set.n = 2;
	KUNIT_EXPECT_EQ(test, vtc_config_applies(b), 0);
	KUNIT_EXPECT_TRUE(test, sw->pool[PF_POOL].rss);
	vtc_config_agrees(test);
	/* Two that cannot both be */
	ether_addr_copy(b->pf->asked.mac, b->pf->vf[0].default_mac);
	b->pf->vepa = false;
	KUNIT_EXPECT_EQ(test, vtc_config_applies(b), -EADDRINUSE);
	KUNIT_EXPECT_TRUE(test, b->pf->sw.vepa);
	KUNIT_EXPECT_EQ(test, b->port->commits, 3);
}

/* Who takes tags off: pools, or the port as a whole */
static void vtc_config_strips(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	struct vtc_swimg_ops sorter = *b->port->gen.sw;

	b->asked = b->pf->asked;
	b->asked.strip = true;
	vtc_cfgport_plan(test, b->port, 0, 0);
	KUNIT_EXPECT_EQ(test, vtc_config_ask_pf(b, &b->asked), 0);
	KUNIT_EXPECT_FALSE(test, b->port->sw.vt);
	KUNIT_EXPECT_TRUE(test, b->port->strip);
	b->asked.strip = false;
	KUNIT_EXPECT_EQ(test, vtc_config_ask_pf(b, &b->asked), 0);
	KUNIT_EXPECT_FALSE(test, b->port->strip);
	b->asked.strip = true;
	vtc_cfgport_plan(test, b->port, 0, STATIONS);
	KUNIT_EXPECT_EQ(test, vtc_config_ask_pf(b, &b->asked), 0);
	KUNIT_EXPECT_TRUE(test, b->port->sw.vt);
	KUNIT_EXPECT_FALSE(test, b->port->strip);
	/* Pools that only sort have no such setting */
	sorter.caps.no_switch = true;
	b->port->gen.sw = &sorter;
	KUNIT_EXPECT_EQ(test, vtc_config_applies(b), 0);
	KUNIT_EXPECT_TRUE(test, b->port->sw.no_switch);
	KUNIT_EXPECT_TRUE(test, b->port->strip);
}

/* Nobody receives or sends, whatever is wished */
static void vtc_config_closes(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	unsigned int pool;

	KUNIT_EXPECT_EQ(test, vtc_config_applies(b), 0);
	vtc_cfglock_take(&b->pf->cfg_lock);
	vtc_config_close(b->pf);
	vtc_cfglock_give(&b->pf->cfg_lock);
	KUNIT_EXPECT_EQ(test, b->port->forgets, 1);
	KUNIT_EXPECT_EQ(test, b->port->commits, 2);
	KUNIT_EXPECT_TRUE(test, b->port->sw.vt);
	KUNIT_EXPECT_FALSE(test, b->port->sw.rx_on);
	for (pool = 0; pool < VTC_L2SW_POOLS; pool++)
		KUNIT_EXPECT_FALSE(test, b->port->sw.pool[pool].rx ||
				   b->port->sw.pool[pool].tx);
	vtc_config_agrees(test);
}

/* Every pool a VF's: the PF's wishes are kept and reach nothing */
static void vtc_config_pf_without_a_pool(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;

	vtc_cfgport_plan(test, b->port, 8, 0);
	KUNIT_EXPECT_EQ(test, vtc_config_pf_pool(b->pf), VTC_L2SW_NO_POOL);
	b->asked = b->pf->asked;
	b->asked.promisc = true;
	KUNIT_EXPECT_EQ(test, vtc_config_ask_pf(b, &b->asked), 0);
	KUNIT_EXPECT_TRUE(test, b->pf->asked.promisc);
	KUNIT_EXPECT_EQ(test, vtc_config_owners(b, b->pf->perm_mac), 0);
	memset(&b->asked, 0, sizeof(b->asked));
	b->asked.active = true;
	KUNIT_EXPECT_EQ(test, vtc_config_ask(b, 7, &b->asked), 0);
	KUNIT_EXPECT_TRUE(test, b->port->sw.pool[7].rx);
	KUNIT_EXPECT_FALSE(test, b->port->sw.pool[7].promisc);
}

/* One more address of the PF, until the filters are full */
static void vtc_config_filters_run_out(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;
	unsigned int i, had = 0;
	bool fits = true;

	b->asked = b->pf->asked;
	for (i = 0; fits && i < VTC_VPORT_EXTRA_MACS; i++) {
		vtc_cfglock_take(&b->pf->cfg_lock);
		fits = vtc_config_pf_mac_fits(b->pf);
		vtc_cfglock_give(&b->pf->cfg_lock);
		if (!fits)
			break;
		vtc_world_mac(10 + i, b->asked.extra[b->asked.n_extra++]);
		KUNIT_EXPECT_EQ(test, vtc_config_ask_pf(b, &b->asked), 0);
		KUNIT_EXPECT_FALSE(test, b->port->sw.pool[PF_POOL].promisc);
		had++;
	}
	KUNIT_EXPECT_FALSE(test, fits);
	KUNIT_EXPECT_GT(test, had, 0);
	vtc_world_mac(10 + i, b->asked.extra[b->asked.n_extra++]);
	KUNIT_EXPECT_EQ(test, vtc_config_ask_pf(b, &b->asked), 0);
	KUNIT_EXPECT_TRUE(test, b->port->sw.pool[PF_POOL].promisc);
}

static bool vtc_config_shares(struct vtc_config_bench *b, unsigned int vf)
{
	bool shares;

	vtc_cfglock_take(&b->pf->cfg_lock);
	shares = vtc_config_vf_may_share(b->pf, vf);
	vtc_cfglock_give(&b->pf->cfg_lock);
	return shares;
}

static void vtc_config_sharing(struct kunit *test)
{
	struct vtc_config_bench *b = test->priv;

	KUNIT_EXPECT_FALSE(test, vtc_config_shares(b, 1));
	b->pf->vf[1].admin.trusted = true;
	KUNIT_EXPECT_TRUE(test, vtc_config_shares(b, 1));
	KUNIT_EXPECT_FALSE(test, vtc_config_shares(b, 2));
	ether_addr_copy(b->pf->vf[2].admin.mac, b->mac[0]);
	KUNIT_EXPECT_TRUE(test, vtc_config_shares(b, 2));
}

static struct kunit_case vtc_config_cases[] = {
	KUNIT_CASE(vtc_config_address_of_a_vf),
	KUNIT_CASE(vtc_config_reserves),
	KUNIT_CASE(vtc_config_vf_asks),
	KUNIT_CASE(vtc_config_administrator_orders),
	KUNIT_CASE(vtc_config_limits_rates),
	KUNIT_CASE(vtc_config_takes_back),
	KUNIT_CASE(vtc_config_takes_back_for_the_host),
	KUNIT_CASE(vtc_config_pf_asks),
	KUNIT_CASE(vtc_config_station_asks),
	KUNIT_CASE(vtc_config_keeps_addresses_of_vfs),
	KUNIT_CASE(vtc_config_applies_all),
	KUNIT_CASE(vtc_config_strips),
	KUNIT_CASE(vtc_config_closes),
	KUNIT_CASE(vtc_config_pf_without_a_pool),
	KUNIT_CASE(vtc_config_filters_run_out),
	KUNIT_CASE(vtc_config_sharing),
	{}
};

static struct kunit_suite vtc_config_suite = {
	.name = "vtc_config",
	.init = vtc_config_suite_init,
	.test_cases = vtc_config_cases,
};

kunit_test_suite(vtc_config_suite);
