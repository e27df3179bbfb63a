// SPDX-License-Identifier: GPL-2.0-only
/*
 * A receive ring without a chip; the driver's files that serve it are included
 * here.
 */
#include <linux/bpf_trace.h>
#include <linux/etherdevice.h>
#include <linux/filter.h>
#include <linux/prefetch.h>
#include <net/xdp.h>
#include <trace/events/xdp.h>

#define vtc_xdp_alloc		vtc_rxbench_xdp_alloc
#define vtc_xdp_free		vtc_rxbench_xdp_free
#define vtc_tx_xdp		vtc_rxbench_tx
#define vtc_tx_xdp_echo		vtc_rxbench_echo

#include "rxbench.h"
#include "../common/xdp.h"

/* Cases run one after the other */
static struct vtc_rxbench *vtc_rxbench_now;

static gro_result_t vtc_rxbench_stack(struct napi_struct *napi, struct sk_buff *skb)
{
	WARN_ON(napi != &vtc_rxbench_now->qv.napi);
	__skb_queue_tail(&vtc_rxbench_now->stack, skb);
	return GRO_NORMAL;
}

static struct sk_buff *vtc_rxbench_build_skb(void *data, unsigned int size)
{
	return vtc_rxbench_now->no_skb ? NULL : napi_build_skb(data, size);
}

/* What it does to the frame it does before it says what shall become of it */
static u32 vtc_rxbench_program(const struct bpf_prog *prog, struct xdp_buff *xdp)
{
	struct vtc_rxbench *b = vtc_rxbench_now;

	WARN_ON(prog != b->prog || xdp->data != xdp->data_meta);
	b->runs++;
	b->seen = xdp_get_buff_len(xdp);
	xdp->data += b->moves;
	xdp->data_meta = xdp->data - b->metas;
	return b->act;
}

static int vtc_rxbench_redirect(struct net_device *netdev, struct xdp_buff *xdp,
				struct bpf_prog *prog)
{
	struct vtc_rxbench *b = vtc_rxbench_now;

	b->redirects++;
	if (!b->redirect_err)
		xdp_return_buff(xdp);
	return b->redirect_err;
}

static void vtc_rxbench_warn(const struct net_device *netdev,
			     const struct bpf_prog *prog, u32 act)
{
	vtc_rxbench_now->warned++;
}

static void vtc_rxbench_exception(const struct net_device *netdev,
				  const struct bpf_prog *prog, u32 act)
{
	vtc_rxbench_now->exceptions++;
}

#define napi_gro_receive		vtc_rxbench_stack
#define napi_build_skb			vtc_rxbench_build_skb
#define bpf_prog_run_xdp		vtc_rxbench_program
#define xdp_do_redirect			vtc_rxbench_redirect
#define xdp_do_flush()			(vtc_rxbench_now->flushes++)
#define bpf_warn_invalid_xdp_action	vtc_rxbench_warn
#define trace_xdp_exception		vtc_rxbench_exception

#include "../common/rx.c"
#include "../common/xdprun.c"

int vtc_rxbench_xdp_alloc(struct vtc_rx_ring *rx, struct bpf_prog **prog)
{
	struct vtc_xdp *x = kzalloc(sizeof(*x), GFP_KERNEL);
	int err;

	if (!x || !vtc_fake_dma.allocs_left) {
		kfree(x);
		return -ENOMEM;
	}
	x->prog = prog;
	x->frame.rx = rx;
	xdp_init_buff(&x->frame.xdp, VTC_RX_TRUESIZE, &x->rxq);
	err = xdp_rxq_info_reg(&x->rxq, rx->qv->napi.dev, rx->index, 0);
	if (!err)
		err = xdp_rxq_info_reg_mem_model(&x->rxq, MEM_TYPE_PAGE_POOL, rx->pool);
	WARN_ON(err);
	rx->xdp = x;
	return 0;
}

void vtc_rxbench_xdp_free(struct vtc_rx_ring *rx)
{
	if (!rx->xdp)
		return;
	xdp_rxq_info_unreg(&rx->xdp->rxq);
	kfree(rx->xdp);
	rx->xdp = NULL;
}

static int vtc_rxbench_takes(struct vtc_rxbench *b, struct vtc_tx_ring *tx, int n)
{
	int taken = min(n, b->takes);

	b->queue = tx;
	b->sends++;
	b->sent += taken;
	b->takes -= taken;
	return taken;
}

int vtc_rxbench_tx(struct vtc_tx_ring *tx, struct xdp_frame **frames, int n)
{
	return vtc_rxbench_takes(vtc_rxbench_now, tx, n);
}

/* As if it were sent at once */
int vtc_rxbench_echo(struct vtc_tx_ring *tx, const struct vtc_tx_echo *echoes, int n)
{
	struct vtc_rxbench *b = vtc_rxbench_now;
	int i, taken = vtc_rxbench_takes(b, tx, n);

	for (i = 0; i < taken; i++) {
		b->echo = echoes[i];
		vtc_tx_put_echo(b->rx.pool, echoes[i].what, true);
	}
	return taken;
}

static u32 vtc_rxbench_rd(struct vtc_fake *fake, u32 reg)
{
	struct vtc_rxbench *b = container_of(fake, struct vtc_rxbench, fake);

	return b->reg[reg / 4];
}

static void vtc_rxbench_wr(struct vtc_fake *fake, u32 reg, u32 val)
{
	struct vtc_rxbench *b = container_of(fake, struct vtc_rxbench, fake);
	u32 *dctl = &b->reg[(RXBENCH_AT + VTC_RING_DCTL) / 4];

	if (&b->reg[reg / 4] != dctl)
		b->set_up_while_on |= *dctl & VTC_DCTL_ENABLE;
	else if (b->stays)
		val ^= VTC_DCTL_ENABLE;
	b->reg[reg / 4] = val;
}

static void vtc_rxbench_received(struct vtc_dp *dp, u32 packets, u32 bytes)
{
	vtc_rxbench_now->received += packets;
	vtc_rxbench_now->bytes += bytes;
}

/**
 * vtc_rxbench_make() - a ring without memory
 * @test: test; its priv becomes the bench
 *
 * Return: the bench, NULL: no memory.
 */
struct vtc_rxbench *vtc_rxbench_make(struct kunit *test)
{
	struct vtc_rxbench *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);

	test->priv = b;
	if (!b)
		return NULL;
	__skb_queue_head_init(&b->stack);
	vtc_rxbench_now = b;
	b->netdev = alloc_etherdev_mq(0, 2);
	b->prog = kunit_kzalloc(test, sizeof(*b->prog), GFP_KERNEL);
	b->aux = kunit_kzalloc(test, sizeof(*b->aux), GFP_KERNEL);
	if (!b->netdev || !b->prog || !b->aux)
		return NULL;
	b->prog->aux = b->aux;
	b->at = b->prog;
	vtc_fake_dma_init();
	b->fake.rd = vtc_rxbench_rd;
	b->fake.wr = vtc_rxbench_wr;
	vtc_fake_bind(&b->hw, &b->fake);
	vtc_fake_set_clock(&b->clock);
	b->takes = INT_MAX;
	eth_hw_addr_set(b->netdev, (const u8[]){ 2, 0, 0, 0, 0, 1 });
	b->netdev->features = NETIF_F_RXCSUM | NETIF_F_RXHASH | NETIF_F_HW_VLAN_CTAG_RX;
	b->dp.netdev = b->netdev;
	b->dp.received = vtc_rxbench_received;
	b->dp.qv[0] = &b->qv;
	b->dp.n_qv = 1;
	b->qv.dp = &b->dp;
	b->qv.rx = &b->rx;
	b->qv.tx = &b->tx;
	b->qv.napi.dev = b->netdev;
	/* As NAPI is while it is off, which is when pools go */
	b->qv.napi.list_owner = -1;
	set_bit(NAPI_STATE_SCHED, &b->qv.napi.state);
	b->rx.reg = RXBENCH_AT;
	b->rx.qv = &b->qv;
	b->rx.upper = b->netdev;
	return b;
}

/**
 * vtc_rxbench_exit() - exit of every suite that has such a ring
 * @test: test
 */
void vtc_rxbench_exit(struct kunit *test)
{
	struct vtc_rxbench *b = test->priv;

	if (b && b->netdev)
		free_netdev(b->netdev);
	vtc_fake_set_clock(NULL);
}

/**
 * vtc_rxbench_run() - give the ring memory and let it run
 * @test: test
 * @b: bench
 * @xdp: for programs
 */
void vtc_rxbench_run(struct kunit *test, struct vtc_rxbench *b, bool xdp)
{
	KUNIT_ASSERT_EQ(test, 0, vtc_rx_alloc(&b->rx, &b->hw, RXBENCH_SIZE, b->netdev,
					      xdp ? &b->at : NULL));
	vtc_rx_start(&b->rx);
	b->next = 0;
}

/**
 * vtc_rxbench_end() - take all of it back, and see that nothing is missing
 * @test: test
 * @b: bench
 */
void vtc_rxbench_end(struct kunit *test, struct vtc_rxbench *b)
{
	unsigned int directs;

	vtc_rx_stop(&b->rx);
	__skb_queue_purge(&b->stack);
	directs = vtc_fake_dma.directs;
	vtc_rx_free(&b->rx);
	/* Not in the pool's NAPI, which is off */
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.directs, directs);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.coherent, 0);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.pools, 0);
	KUNIT_EXPECT_EQ(test, vtc_fake_dma.leaks, 0);
}

/**
 * vtc_rxbench_piece() - the chip writes a buffer
 * @b: bench
 * @len: bytes
 * @last: the frame ends with them
 *
 * The first bytes say who sent it to whom: us.
 *
 * Return: its descriptor, to be changed at will before the next poll.
 */
struct vtc_rx_wb *vtc_rxbench_piece(struct vtc_rxbench *b, u32 len, bool last)
{
	u32 i = b->next++ & b->rx.mask;
	struct vtc_rx_wb *wb = &b->rx.desc[i].wb;
	u8 *data = b->rx.buf[i].va + VTC_RX_HEADROOM;

	memset(data, (u8)(len + i), min_t(u32, len, VTC_RX_DATA));
	if (len >= ETH_HLEN)
		ether_addr_copy(data, b->netdev->dev_addr);
	*wb = (struct vtc_rx_wb){
		.status = cpu_to_le32(VTC_RXS_DD | (last ? VTC_RXS_EOP : 0)),
		.len = cpu_to_le16(len),
	};
	return wb;
}

/**
 * vtc_rxbench_frame() - the chip writes a frame of one buffer
 * @b: bench
 * @len: bytes
 *
 * Return: as vtc_rxbench_piece().
 */
struct vtc_rx_wb *vtc_rxbench_frame(struct vtc_rxbench *b, u32 len)
{
	return vtc_rxbench_piece(b, len, true);
}

/**
 * vtc_rxbench_poll() - the ring's NAPI has its turn
 * @b: bench
 * @budget: frames
 *
 * Return: as vtc_rx_poll().
 */
int vtc_rxbench_poll(struct vtc_rxbench *b, int budget)
{
	struct bpf_net_context context, *before;
	int done;

	local_bh_disable();
	before = bpf_net_ctx_set(&context);
	done = vtc_rx_poll(&b->rx, budget);
	bpf_net_ctx_clear(before);
	local_bh_enable();
	return done;
}
