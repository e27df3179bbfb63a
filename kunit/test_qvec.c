// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite qvec: the life of a set of rings, a vector's poll, and the sums that
 * outlive rings.
 *
 * Rings themselves are only noted, in the order in which things happen to them.
 */
#include <linux/etherdevice.h>
#include <linux/interrupt.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <net/sch_generic.h>
#include "fake_hw.h"
#include "kunit.h"

#define vtc_tx_alloc		vtc_qvec_test_tx_alloc
#define vtc_tx_free		vtc_qvec_test_tx_free
#define vtc_tx_start		vtc_qvec_test_tx_start
#define vtc_tx_stop		vtc_qvec_test_tx_stop
#define vtc_tx_clean		vtc_qvec_test_tx_clean
#define vtc_rx_alloc		vtc_qvec_test_rx_alloc
#define vtc_rx_free		vtc_qvec_test_rx_free
#define vtc_rx_start		vtc_qvec_test_rx_start
#define vtc_rx_stop		vtc_qvec_test_rx_stop
#define vtc_rx_poll		vtc_qvec_test_rx_poll
#define vtc_dim_init		vtc_qvec_test_dim_init
#define vtc_dim_stop		vtc_qvec_test_dim_stop
#define vtc_dim_poll		vtc_qvec_test_dim_poll
#define vtc_nlqueue_link	vtc_qvec_test_link
#define vtc_nlqueue_unlink	vtc_qvec_test_unlink
#define vtc_netdev_dp		vtc_qvec_test_netdev_dp
/* The suite vanish has its own */
#define vtc_dp_eitr		vtc_qvec_test_eitr
#define vtc_qvec_usecs		vtc_qvec_test_usecs

#include "../common/dim.h"
#include "../common/nlqueue.h"
#include "../common/qvec.h"
#include "../common/qstats.h"

static int vtc_qvec_irq_err;
static unsigned int vtc_qvec_irqs[2];	/* taken, given back */

static int vtc_qvec_take_irq(unsigned int irq, irq_handler_t handler,
			     unsigned long flags, const char *name, void *qv)
{
	WARN_ON(irq != 40);
	vtc_qvec_irqs[0]++;
	return vtc_qvec_irq_err;
}

static const void *vtc_qvec_give_irq(unsigned int irq, void *qv)
{
	vtc_qvec_irqs[1] += irq == 40;
	return NULL;
}

#define request_irq	vtc_qvec_take_irq
#define free_irq	vtc_qvec_give_irq

#include "../common/qvec.c"
#include "../common/qstats.c"

#define PAIRS	2
#define TXQS	4
#define LINES	64

struct vtc_qvec_bench {
	struct vtc_fake fake;
	struct vtc_hw hw;
	struct device dev;
	struct net_device *netdev;
	struct vtc_dp dp;
	struct vtc_dp station;
	struct bpf_prog *prog;
	u32 reg, val;			/* the last write */
	unsigned int writes;
	int allocs_left;
	int rings;			/* that have memory */
	int running;
	unsigned int prog_rings;
	u32 rx_size, tx_size;
	int received;			/* what the next poll finds */
	int budget_seen;
	bool all_sent;
	unsigned int rx_polls, dim_polls, dim_inits, dim_stops;
	unsigned int links, unlinks;
	bool napi_was_on;		/* when a ring was stopped */
	char names[LINES][ETH_GSTRING_LEN];
	u64 values[LINES];
};

static struct vtc_qvec_bench *vtc_qvec_now;

static bool vtc_qvec_no_memory(void)
{
	if (!vtc_qvec_now->allocs_left)
		return true;
	vtc_qvec_now->allocs_left--;
	return false;
}

int vtc_qvec_test_tx_alloc(struct vtc_tx_ring *tx, const struct vtc_hw *hw, u32 size)
{
	if (vtc_qvec_no_memory())
		return -ENOMEM;
	vtc_qvec_now->rings++;
	vtc_qvec_now->tx_size = size;
	tx->hw = hw;
	return 0;
}

void vtc_qvec_test_tx_free(struct vtc_tx_ring *tx)
{
	vtc_qvec_now->rings -= !!tx->hw;
	tx->hw = NULL;
}

void vtc_qvec_test_tx_start(struct vtc_tx_ring *tx)
{
	vtc_qvec_now->running++;
}

void vtc_qvec_test_tx_stop(struct vtc_tx_ring *tx)
{
	struct vtc_qvec_bench *b = vtc_qvec_now;

	b->running--;
	b->napi_was_on |= !test_bit(NAPI_STATE_SCHED, &b->dp.qv[tx->index]->napi.state);
	WARN_ON(!netif_tx_queue_stopped(tx->txq));
}

bool vtc_qvec_test_tx_clean(struct vtc_tx_ring *tx, int budget)
{
	vtc_qvec_now->budget_seen = budget;
	return vtc_qvec_now->all_sent;
}

int vtc_qvec_test_rx_alloc(struct vtc_rx_ring *rx, const struct vtc_hw *hw, u32 size,
			   struct net_device *netdev, struct bpf_prog **prog)
{
	if (vtc_qvec_no_memory())
		return -ENOMEM;
	vtc_qvec_now->rings++;
	vtc_qvec_now->prog_rings += prog && *prog;
	vtc_qvec_now->rx_size = size;
	rx->hw = hw;
	rx->pool = (struct page_pool *)rx;
	return 0;
}

void vtc_qvec_test_rx_free(struct vtc_rx_ring *rx)
{
	vtc_qvec_now->rings -= !!rx->hw;
	rx->hw = NULL;
}

void vtc_qvec_test_rx_start(struct vtc_rx_ring *rx)
{
	vtc_qvec_now->running++;
}

void vtc_qvec_test_rx_stop(struct vtc_rx_ring *rx)
{
	vtc_qvec_now->running--;
}

int vtc_qvec_test_rx_poll(struct vtc_rx_ring *rx, int budget)
{
	vtc_qvec_now->rx_polls++;
	return vtc_qvec_now->received;
}

void vtc_qvec_test_dim_init(struct vtc_qvec *qv)
{
	vtc_qvec_now->dim_inits++;
}

void vtc_qvec_test_dim_stop(struct vtc_qvec *qv)
{
	vtc_qvec_now->dim_stops++;
}

void vtc_qvec_test_dim_poll(struct vtc_qvec *qv)
{
	vtc_qvec_now->dim_polls++;
}

void vtc_qvec_test_link(struct vtc_dp *dp, unsigned int n)
{
	might_sleep();
	vtc_qvec_now->links += n;
}

void vtc_qvec_test_unlink(struct vtc_dp *dp, unsigned int n)
{
	might_sleep();
	vtc_qvec_now->unlinks += n;
}

struct vtc_dp *vtc_qvec_test_netdev_dp(struct net_device *netdev)
{
	return &vtc_qvec_now->dp;
}

static void vtc_qvec_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_qvec_bench *b = container_of(fake, struct vtc_qvec_bench, fake);

	b->reg = reg;
	b->val = val;
	b->writes++;
}

static int vtc_qvec_suite_init(struct kunit *test)
{
	struct vtc_qvec_bench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	unsigned int i;

	test->priv = b;
	if (!b)
		return -ENOMEM;
	vtc_qvec_now = b;
	b->netdev = alloc_etherdev_mqs(0, TXQS, PAIRS);
	if (!b->netdev)
		return -ENOMEM;
	strscpy(b->netdev->name, "t0");
	for (i = 0; i < TXQS; i++)
		rcu_assign_pointer(netdev_get_tx_queue(b->netdev, i)->qdisc, &noop_qdisc);
	b->fake.wr = vtc_qvec_wr;
	vtc_fake_bind(&b->hw, &b->fake);
	b->hw.dev = &b->dev;
	set_dev_node(&b->dev, NUMA_NO_NODE);
	b->allocs_left = INT_MAX;
	b->all_sent = true;
	vtc_qvec_irq_err = 0;
	memset(vtc_qvec_irqs, 0, sizeof(vtc_qvec_irqs));
	vtc_dp_init(&b->dp, b->netdev, &b->hw);
	return vtc_dp_add_vectors(&b->dp, PAIRS);
}

static void vtc_qvec_suite_exit(struct kunit *test)
{
	struct vtc_qvec_bench *b = test->priv;

	if (!b || !b->netdev)
		return;
	vtc_dp_del_vectors(&b->dp);
	vtc_dp_del_vectors(&b->station);
	free_netdev(b->netdev);
}

static struct vtc_ringset *vtc_qvec_up(struct kunit *test, struct vtc_dp *dp,
				       unsigned int n)
{
	struct vtc_ringset *set = vtc_dp_alloc(dp, n, 128, 64);

	KUNIT_ASSERT_FALSE(test, IS_ERR(set));
	vtc_dp_start(dp, set);
	return set;
}

/* A second datapath, as a station's, of two more pairs */
static struct vtc_dp *vtc_qvec_chained(struct kunit *test)
{
	struct vtc_qvec_bench *b = test->priv;

	vtc_dp_chain(&b->dp, &b->station, PAIRS);
	KUNIT_ASSERT_EQ(test, vtc_dp_add_vectors(&b->station, PAIRS), 0);
	return &b->station;
}

static void vtc_qvec_defaults(struct kunit *test)
{
	struct vtc_qvec_bench *b = test->priv;
	struct vtc_dp third = {};
	unsigned int i;

	KUNIT_EXPECT_PTR_EQ(test, b->dp.upper, b->netdev);
	KUNIT_EXPECT_EQ(test, b->dp.rx_size, VTC_RX_RING_DEFAULT);
	KUNIT_EXPECT_EQ(test, b->dp.tx_size, VTC_TX_RING_DEFAULT);
	KUNIT_EXPECT_EQ(test, b->dp.usecs, VTC_RX_USECS_DEFAULT);
	KUNIT_EXPECT_EQ(test, b->dp.adaptive, vtc_dim_possible());
	KUNIT_EXPECT_FALSE(test, b->dp.drop_en);
	KUNIT_EXPECT_EQ(test, b->dp.n_qv, PAIRS);
	for (i = 0; i < PAIRS; i++) {
		KUNIT_EXPECT_EQ(test, b->dp.qv[i]->index, i);
		KUNIT_EXPECT_PTR_EQ(test, b->dp.qv[i]->dp, &b->dp);
		KUNIT_EXPECT_PTR_EQ(test, b->dp.qv[i]->hw, (const struct vtc_hw *)&b->hw);
		KUNIT_EXPECT_PTR_EQ(test, b->dp.qv[i]->napi.dev, b->netdev);
	}
	KUNIT_EXPECT_EQ(test, b->dim_inits, PAIRS);
	/* Further ones have the first one's spacing and drop what they have no room for */
	b->dp.usecs = 7;
	b->dp.adaptive = false;
	vtc_dp_chain(&b->dp, &b->station, PAIRS);
	vtc_dp_chain(&b->dp, &third, 3);
	KUNIT_EXPECT_PTR_EQ(test, b->dp.next, &b->station);
	KUNIT_EXPECT_PTR_EQ(test, b->station.next, &third);
	KUNIT_EXPECT_EQ(test, b->station.first_txq, PAIRS);
	KUNIT_EXPECT_EQ(test, b->station.usecs, 7);
	KUNIT_EXPECT_FALSE(test, b->station.adaptive);
	KUNIT_EXPECT_TRUE(test, b->station.drop_en);
	KUNIT_EXPECT_PTR_EQ(test, b->station.hw, (const struct vtc_hw *)&b->hw);
}

/* A set has its rings, or nothing is left of it */
static void vtc_qvec_memory(struct kunit *test)
{
	struct vtc_qvec_bench *b = test->priv;
	struct vtc_ringset *set;
	int n;

	set = vtc_dp_alloc(&b->dp, PAIRS, 128, 64);
	KUNIT_ASSERT_FALSE(test, IS_ERR(set));
	KUNIT_EXPECT_EQ(test, set->n, PAIRS);
	KUNIT_EXPECT_EQ(test, b->rings, 2 * PAIRS);
	KUNIT_EXPECT_TRUE(test, b->rx_size == 128 && b->tx_size == 64);
	KUNIT_EXPECT_EQ(test, b->prog_rings, 0);
	for (n = 0; n < PAIRS; n++) {
		KUNIT_EXPECT_EQ(test, set->rx[n].index, n);
		KUNIT_EXPECT_EQ(test, set->tx[n].index, n);
		KUNIT_EXPECT_PTR_EQ(test, set->rx[n].qv, b->dp.qv[n]);
		KUNIT_EXPECT_PTR_EQ(test, set->tx[n].pool, set->rx[n].pool);
		KUNIT_EXPECT_PTR_EQ(test, set->tx[n].txq, netdev_get_tx_queue(b->netdev, n));
	}
	vtc_dp_free(set);
	KUNIT_EXPECT_EQ(test, b->rings, 0);
	vtc_dp_free(NULL);
	for (n = 0; n < 2 * PAIRS; n++) {
		b->allocs_left = n;
		KUNIT_EXPECT_EQ(test, PTR_ERR(vtc_dp_alloc(&b->dp, PAIRS, 128, 64)), -ENOMEM);
		KUNIT_EXPECT_EQ(test, b->rings, 0);
	}
	b->allocs_left = INT_MAX;
	b->prog = kunit_kzalloc(test, sizeof(*b->prog), GFP_KERNEL);
	b->dp.prog = b->prog;
	set = vtc_dp_alloc(&b->dp, 1, 128, 64);
	KUNIT_ASSERT_FALSE(test, IS_ERR(set));
	KUNIT_EXPECT_EQ(test, b->prog_rings, 1);
	vtc_dp_free(set);
	/* A station's are behind the netdev's own */
	set = vtc_dp_alloc(vtc_qvec_chained(test), PAIRS, 128, 64);
	KUNIT_ASSERT_FALSE(test, IS_ERR(set));
	KUNIT_EXPECT_PTR_EQ(test, set->tx[1].txq, netdev_get_tx_queue(b->netdev, PAIRS + 1));
	vtc_dp_free(set);
}

static void vtc_qvec_starts_and_stops(struct kunit *test)
{
	struct vtc_qvec_bench *b = test->priv;
	struct vtc_ringset *set;
	struct net_device *upper = kunit_kzalloc(test, sizeof(*upper), GFP_KERNEL);
	unsigned long vlans = 1;
	unsigned int i;

	KUNIT_EXPECT_NULL(test, vtc_dp_stop(&b->dp));
	KUNIT_EXPECT_EQ(test, b->unlinks, 0);
	for (i = 0; i < PAIRS; i++) {
		b->dp.rx_reg[i] = 0x100 + i;
		b->dp.tx_reg[i] = 0x200 + i;
		b->dp.tx_context[i] = 0x30 + i;
	}
	b->dp.drop_en = true;
	b->dp.vlans = &vlans;
	b->dp.upper = upper;
	set = vtc_qvec_up(test, &b->dp, PAIRS);
	KUNIT_EXPECT_PTR_EQ(test, b->dp.rings, set);
	KUNIT_EXPECT_EQ(test, b->running, 2 * PAIRS);
	KUNIT_EXPECT_EQ(test, b->links, PAIRS);
	for (i = 0; i < PAIRS; i++) {
		struct vtc_qvec *qv = b->dp.qv[i];

		KUNIT_EXPECT_PTR_EQ(test, qv->rx, &set->rx[i]);
		KUNIT_EXPECT_PTR_EQ(test, qv->tx, &set->tx[i]);
		KUNIT_EXPECT_EQ(test, qv->rx->reg, 0x100 + i);
		KUNIT_EXPECT_EQ(test, qv->tx->reg, 0x200 + i);
		KUNIT_EXPECT_EQ(test, qv->tx->context, 0x30 + i);
		KUNIT_EXPECT_TRUE(test, qv->rx->drop_en);
		KUNIT_EXPECT_PTR_EQ(test, qv->rx->vlans, (const unsigned long *)&vlans);
		KUNIT_EXPECT_PTR_EQ(test, qv->rx->upper, upper);
		KUNIT_EXPECT_FALSE(test, test_bit(NAPI_STATE_SCHED, &qv->napi.state));
		KUNIT_EXPECT_PTR_EQ(test, b->dp.tx[i], &set->tx[i]);
	}
	vtc_dp_open_queues(&b->dp);
	KUNIT_EXPECT_FALSE(test, netif_tx_queue_stopped(set->tx[1].txq));
	vtc_dp_close_queues(&b->dp);
	KUNIT_EXPECT_TRUE(test, netif_tx_queue_stopped(set->tx[0].txq));
	KUNIT_EXPECT_TRUE(test, netif_tx_queue_stopped(set->tx[1].txq));
	/* A last completion wakes one of them */
	netif_tx_start_queue(set->tx[1].txq);
	KUNIT_EXPECT_PTR_EQ(test, vtc_dp_stop(&b->dp), set);
	KUNIT_EXPECT_EQ(test, b->running, 0);
	KUNIT_EXPECT_EQ(test, b->unlinks, PAIRS);
	KUNIT_EXPECT_EQ(test, b->dim_stops, PAIRS);
	KUNIT_EXPECT_FALSE(test, b->napi_was_on);
	KUNIT_EXPECT_NULL(test, b->dp.rings);
	for (i = 0; i < PAIRS; i++) {
		KUNIT_EXPECT_TRUE(test, !b->dp.qv[i]->rx && !b->dp.qv[i]->tx);
		KUNIT_EXPECT_NULL(test, b->dp.tx[i]);
		KUNIT_EXPECT_TRUE(test, netif_tx_queue_stopped(set->tx[i].txq));
	}
	/* A queue that nobody serves is not left stopped */
	vtc_dp_open_queues(&b->dp);
	KUNIT_EXPECT_FALSE(test, netif_tx_queue_stopped(set->tx[1].txq));
	vtc_dp_free(set);
	/* Its frames go nowhere, and it is the netdev's again */
	vtc_dp_forget(&b->dp);
	KUNIT_EXPECT_PTR_EQ(test, b->dp.upper, b->netdev);
	KUNIT_EXPECT_PTR_EQ(test, b->dp.qv[1]->napi.dev, b->netdev);
}

/* The rings of a station are where the netdev's own are looked for */
static void vtc_qvec_station_rings(struct kunit *test)
{
	struct vtc_qvec_bench *b = test->priv;
	struct vtc_dp *station = vtc_qvec_chained(test);
	struct vtc_ringset *set = vtc_dp_alloc(station, 1, 128, 64);

	KUNIT_ASSERT_FALSE(test, IS_ERR(set));
	vtc_dp_set_tx(station, 0, &set->tx[0]);
	KUNIT_EXPECT_PTR_EQ(test, b->dp.tx[PAIRS], &set->tx[0]);
	KUNIT_EXPECT_NULL(test, b->dp.tx[0]);
	vtc_dp_free(set);
}

/* Until there is nothing left to do; then the next interrupt may come */
static void vtc_qvec_polls(struct kunit *test)
{
	struct vtc_qvec_bench *b = test->priv;
	struct vtc_ringset *set = vtc_qvec_up(test, &b->dp, 1);
	struct vtc_qvec *qv = b->dp.qv[0];

	qv->arm_reg = 0x1520;
	qv->arm = BIT(3);
	b->dp.adaptive = false;
	b->received = 64;
	local_bh_disable();
	napi_schedule_prep(&qv->napi);
	KUNIT_EXPECT_EQ(test, vtc_qvec_poll(&qv->napi, 64), 64);
	KUNIT_EXPECT_EQ(test, b->writes, 0);
	KUNIT_EXPECT_EQ(test, b->budget_seen, 64);
	b->received = 5;
	b->all_sent = false;
	KUNIT_EXPECT_EQ(test, vtc_qvec_poll(&qv->napi, 64), 64);
	KUNIT_EXPECT_EQ(test, b->writes + b->dim_polls, 0);
	KUNIT_EXPECT_TRUE(test, test_bit(NAPI_STATE_SCHED, &qv->napi.state));
	/* netpoll: only what was sent */
	b->all_sent = true;
	b->rx_polls = 0;
	KUNIT_EXPECT_EQ(test, vtc_qvec_poll(&qv->napi, 0), 0);
	KUNIT_EXPECT_EQ(test, b->rx_polls + b->writes, 0);
	KUNIT_EXPECT_EQ(test, vtc_qvec_poll(&qv->napi, 64), 5);
	KUNIT_EXPECT_EQ(test, b->writes, 1);
	KUNIT_EXPECT_TRUE(test, b->reg == 0x1520 && b->val == BIT(3));
	KUNIT_EXPECT_FALSE(test, test_bit(NAPI_STATE_SCHED, &qv->napi.state));
	KUNIT_EXPECT_EQ(test, b->dim_polls, 0);
	b->dp.adaptive = true;
	napi_schedule_prep(&qv->napi);
	KUNIT_EXPECT_EQ(test, vtc_qvec_poll(&qv->napi, 64), 5);
	KUNIT_EXPECT_EQ(test, b->dim_polls, 1);
	/* Somebody wants it to come once more */
	napi_schedule_prep(&qv->napi);
	napi_schedule_prep(&qv->napi);
	KUNIT_EXPECT_EQ(test, vtc_qvec_poll(&qv->napi, 64), 5);
	KUNIT_EXPECT_EQ(test, b->writes, 2);
	local_bh_enable();
	vtc_dp_free(vtc_dp_stop(&b->dp));
	KUNIT_EXPECT_EQ(test, b->rings, 0);
	KUNIT_EXPECT_NOT_NULL(test, set);
}

/* The chip masks by itself, or is told to */
static void vtc_qvec_interrupts(struct kunit *test)
{
	struct vtc_qvec_bench *b = test->priv;
	struct vtc_qvec *qv = b->dp.qv[1];

	vtc_qvec_up(test, &b->dp, PAIRS);
	qv->arm = BIT(2);
	b->received = 1;
	local_bh_disable();
	local_irq_disable();
	KUNIT_EXPECT_EQ(test, (int)vtc_qvec_irq(0, qv), (int)IRQ_HANDLED);
	KUNIT_EXPECT_TRUE(test, test_bit(NAPI_STATE_SCHED, &qv->napi.state));
	KUNIT_EXPECT_EQ(test, b->writes, 0);
	qv->mask_reg = 0x1528;
	vtc_qvec_irq(0, qv);
	local_irq_enable();
	KUNIT_EXPECT_EQ(test, b->writes, 1);
	KUNIT_EXPECT_TRUE(test, b->reg == 0x1528 && b->val == BIT(2));
	local_bh_enable();
	vtc_dp_free(vtc_dp_stop(&b->dp));
	b->dp.first_txq = 4;
	KUNIT_EXPECT_EQ(test, vtc_qvec_request(qv, 40), 0);
	KUNIT_EXPECT_STREQ(test, qv->name, "t0-TxRx-5");
	KUNIT_EXPECT_EQ(test, qv->napi.irq, 40);
	vtc_qvec_release(qv, 40);
	KUNIT_EXPECT_EQ(test, qv->napi.irq, -1);
	KUNIT_EXPECT_EQ(test, vtc_qvec_irqs[1], 1);
	vtc_qvec_irq_err = -EBUSY;
	KUNIT_EXPECT_EQ(test, vtc_qvec_request(qv, 40), -EBUSY);
	KUNIT_EXPECT_EQ(test, qv->napi.irq, -1);
	b->dp.first_txq = 0;
}

static void vtc_qvec_spacing(struct kunit *test)
{
	struct vtc_qvec_bench *b = test->priv;
	unsigned int inits = b->dim_inits;

	b->dp.adaptive = false;
	b->dp.usecs = 11;
	b->dp.qv[0]->usecs = 22;
	KUNIT_EXPECT_EQ(test, vtc_qvec_usecs(b->dp.qv[0]), 11);
	vtc_dp_set_adaptive(&b->dp, false);
	KUNIT_EXPECT_EQ(test, b->dim_stops, 0);
	vtc_dp_set_adaptive(&b->dp, true);
	KUNIT_EXPECT_TRUE(test, b->dp.adaptive);
	KUNIT_EXPECT_EQ(test, b->dim_inits, inits + PAIRS);
	KUNIT_EXPECT_EQ(test, b->dim_stops, 0);
	KUNIT_EXPECT_EQ(test, vtc_qvec_usecs(b->dp.qv[0]), 22);
	vtc_dp_set_adaptive(&b->dp, true);
	KUNIT_EXPECT_EQ(test, b->dim_inits, inits + PAIRS);
	vtc_dp_set_adaptive(&b->dp, false);
	KUNIT_EXPECT_FALSE(test, b->dp.adaptive);
	KUNIT_EXPECT_EQ(test, b->dim_stops, PAIRS);
	KUNIT_EXPECT_EQ(test, b->dim_inits, inits + PAIRS);
	KUNIT_EXPECT_EQ(test, vtc_dp_eitr(50), 50 << 2 | 1u << 31);
}

/* Each counter of a ring is a number of its own */
static void vtc_qvec_count(struct vtc_ringset *set, unsigned int i, u64 base)
{
	struct vtc_rx_stats *rx = &set->rx[i].stats;
	struct vtc_tx_stats *tx = &set->tx[i].stats;

	rx->packets = base + 1;
	rx->bytes = base + 2;
	rx->errors = base + 3;
	rx->no_buf = base + 4;
	rx->csum_good = base + 5;
	rx->csum_bad = base + 6;
	rx->multicast = base + 7;
	rx->xdp_drops = base + 8;
	rx->xdp_tx = base + 9;
	rx->xdp_redirects = base + 10;
	rx->xdp_errors = base + 11;
	tx->packets = base + 20;
	tx->copied = 1000000;
	tx->bytes = base + 21;
	tx->copied_bytes = 2000000;
	tx->drops = base + 22;
	tx->stops = base + 23;
}

/* The sum of @n rings whose bases add up to @base */
static void vtc_qvec_expect(struct kunit *test, const struct vtc_dp_totals *sum,
			    unsigned int n_rx, u64 rx, unsigned int n_tx, u64 tx)
{
	KUNIT_EXPECT_EQ(test, sum->rx_packets, rx + n_rx * 1);
	KUNIT_EXPECT_EQ(test, sum->rx_bytes, rx + n_rx * 2);
	KUNIT_EXPECT_EQ(test, sum->rx_errors, rx + n_rx * 3);
	KUNIT_EXPECT_EQ(test, sum->rx_no_buf, rx + n_rx * 4);
	KUNIT_EXPECT_EQ(test, sum->rx_csum_good, rx + n_rx * 5);
	KUNIT_EXPECT_EQ(test, sum->rx_csum_bad, rx + n_rx * 6);
	KUNIT_EXPECT_EQ(test, sum->multicast, rx + n_rx * 7);
	KUNIT_EXPECT_EQ(test, sum->tx_packets, tx + n_tx * 1000020);
	KUNIT_EXPECT_EQ(test, sum->tx_bytes, tx + n_tx * 2000021);
	KUNIT_EXPECT_EQ(test, sum->tx_drops, tx + n_tx * 22);
	KUNIT_EXPECT_EQ(test, sum->tx_stops, tx + n_tx * 23);
}

/* Sums go on when rings go, and each ring counts where it belongs */
static void vtc_qvec_sums(struct kunit *test)
{
	struct vtc_qvec_bench *b = test->priv;
	struct vtc_dp *station = vtc_qvec_chained(test);
	struct rtnl_link_stats64 st = {};
	struct vtc_dp_totals sum;
	struct vtc_ringset *set;

	set = vtc_qvec_up(test, &b->dp, PAIRS);
	vtc_qvec_count(set, 0, 100);
	vtc_qvec_count(set, 1, 2000);
	vtc_dp_totals(&b->dp, &sum);
	vtc_qvec_expect(test, &sum, 2, 2100, 2, 2100);
	vtc_dp_base_totals(&b->dp, &sum);
	vtc_qvec_expect(test, &sum, 0, 0, 0, 0);
	vtc_dp_queue_totals(&b->dp, 1, &sum);
	vtc_qvec_expect(test, &sum, 1, 2000, 1, 2000);
	vtc_dp_free(vtc_dp_stop(&b->dp));
	vtc_dp_totals(&b->dp, &sum);
	vtc_qvec_expect(test, &sum, 2, 2100, 2, 2100);
	vtc_dp_base_totals(&b->dp, &sum);
	vtc_qvec_expect(test, &sum, 2, 2100, 2, 2100);
	vtc_dp_queue_totals(&b->dp, 1, &sum);
	vtc_qvec_expect(test, &sum, 0, 0, 0, 0);
	/* And a station's with the netdev's */
	set = vtc_dp_alloc(station, 1, 128, 64);
	KUNIT_ASSERT_FALSE(test, IS_ERR(set));
	station->rings = set;
	vtc_qvec_count(set, 0, 30000);
	vtc_dp_totals(&b->dp, &sum);
	vtc_qvec_expect(test, &sum, 3, 32100, 3, 32100);
	vtc_dp_base_totals(&b->dp, &sum);
	vtc_qvec_expect(test, &sum, 3, 32100, 2, 2100);
	vtc_dp_queue_totals(&b->dp, PAIRS, &sum);
	vtc_qvec_expect(test, &sum, 1, 30000, 1, 30000);
	vtc_dp_queue_totals(&b->dp, PAIRS + 1, &sum);
	vtc_qvec_expect(test, &sum, 0, 0, 0, 0);
	vtc_dp_stats64(&b->dp, &st);
	KUNIT_EXPECT_EQ(test, st.rx_packets, 32103);
	KUNIT_EXPECT_EQ(test, st.rx_bytes, 32106);
	KUNIT_EXPECT_EQ(test, st.rx_errors, 32109);
	KUNIT_EXPECT_EQ(test, st.multicast, 32121);
	KUNIT_EXPECT_EQ(test, st.tx_packets, 32100 + 3 * 1000020);
	KUNIT_EXPECT_EQ(test, st.tx_bytes, 32100 + 3 * 2000021);
	KUNIT_EXPECT_EQ(test, st.tx_dropped, 32166);
	station->rings = NULL;
	vtc_dp_free(set);
}

static void vtc_qvec_line(struct kunit *test, unsigned int i, const char *name, u64 value)
{
	struct vtc_qvec_bench *b = test->priv;

	KUNIT_EXPECT_STREQ(test, b->names[i], name);
	KUNIT_EXPECT_EQ(test, b->values[i], value);
}

/* ethtool -S: a value behind each name, the same ones whatever runs */
static void vtc_qvec_lines(struct kunit *test)
{
	struct vtc_qvec_bench *b = test->priv;
	unsigned int n = 6 + 2 * PAIRS * 13, i;
	u8 *end = (u8 *)b->names;
	struct vtc_ringset *set;

	vtc_qvec_chained(test);
	KUNIT_ASSERT_EQ(test, vtc_qstats_count(&b->dp), n);
	vtc_qstats_strings(&b->dp, &end);
	KUNIT_EXPECT_PTR_EQ(test, end, (u8 *)b->names[n]);
	set = vtc_qvec_up(test, &b->dp, 1);
	vtc_qvec_count(set, 0, 100);
	KUNIT_EXPECT_PTR_EQ(test, vtc_qstats_values(&b->dp, b->values), b->values + n);
	vtc_qvec_line(test, 0, "rx_csum_offload_good", 105);
	vtc_qvec_line(test, 3, "alloc_rx_buff_failed", 104);
	vtc_qvec_line(test, 5, "tx_stopped", 123);
	vtc_qvec_line(test, 6, "tx_queue_0_packets", 1000120);
	vtc_qvec_line(test, 7, "tx_queue_0_bytes", 2000121);
	vtc_qvec_line(test, 8, "tx_queue_0_drops", 122);
	vtc_qvec_line(test, 9, "tx_queue_0_stopped", 123);
	vtc_qvec_line(test, 10, "rx_queue_0_packets", 101);
	vtc_qvec_line(test, 18, "rx_queue_0_xdp_errors", 111);
	vtc_qvec_line(test, 19, "tx_queue_1_packets", 0);
	vtc_qvec_line(test, 23, "rx_queue_1_packets", 0);
	vtc_qvec_line(test, 32, "tx_queue_2_packets", 0);
	vtc_qvec_line(test, n - 1, "rx_queue_3_xdp_errors", 0);
	vtc_dp_free(vtc_dp_stop(&b->dp));
	vtc_qstats_values(&b->dp, b->values);
	vtc_qvec_line(test, 0, "rx_csum_offload_good", 105);
	vtc_qvec_line(test, 6, "tx_queue_0_packets", 0);
	for (i = 6; i < n; i++)
		KUNIT_EXPECT_EQ(test, b->values[i], 0);
}

static struct kunit_case vtc_qvec_cases[] = {
	KUNIT_CASE(vtc_qvec_defaults),
	KUNIT_CASE(vtc_qvec_memory),
	KUNIT_CASE(vtc_qvec_starts_and_stops),
	KUNIT_CASE(vtc_qvec_station_rings),
	KUNIT_CASE(vtc_qvec_polls),
	KUNIT_CASE(vtc_qvec_interrupts),
	KUNIT_CASE(vtc_qvec_spacing),
	KUNIT_CASE(vtc_qvec_sums),
	KUNIT_CASE(vtc_qvec_lines),
	{}
};

static struct kunit_suite vtc_qvec_suite = {
	.name = "vtc_qvec",
	.init = vtc_qvec_suite_init,
	.exit = vtc_qvec_suite_exit,
	.test_cases = vtc_qvec_cases,
};

kunit_test_suite(vtc_qvec_suite);
