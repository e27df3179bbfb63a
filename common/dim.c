// SPDX-License-Identifier: GPL-2.0-only
/*
 * Adaptive interrupt moderation.
 *
 * Each vector is judged by all it does: frames received and frames whose
 * sending is complete, since one vector serves both.  The spacing is written
 * by the file that owns EITR, from NAPI or from net_dim's work, and takes effect
 * with the next interrupt.
 */
#include "dim.h"
#include "qvec.h"

/**
 * vtc_dim_possible() - is there a net_dim in this kernel
 *
 * Context: any.
 * Return: whether the other functions do anything.
 */
bool vtc_dim_possible(void)
{
	return IS_ENABLED(CONFIG_DIMLIB);
}

#if IS_ENABLED(CONFIG_DIMLIB)
/*
 * Spacings in microseconds, one for each profile of net_dim.  The first is for
 * those who wait for each answer: none.  How far it may go is for the buffers to
 * say: at line rate a small frame takes 0.67 us, and QEMU waits four times as long
 * as it is told.
 */
#define VTC_DIM_PROFILES	5

static const u16 vtc_dim_usecs[VTC_DIM_PROFILES] = {
	0, 4, 16, 48, 128
};

#define VTC_DIM_FIRST_PROFILE	1

#define VTC_DIM_BUFFERS_PER_USEC	8
#define VTC_DIM_BUSY		128	/* frames in a millisecond */
#define VTC_DIM_FLOOD		256
#define VTC_DIM_BUSY_USECS	32
#define VTC_DIM_RATE_MAX	2000	/* no port of this speed has more */
#define VTC_DIM_SAMPLE_USECS	64	/* it takes so long to know a rate */

/*
 * net_dim looks at 64 interrupts and compares, and may be content with one for
 * each frame: what comes in a flood is served in bulk at once, whatever it thinks.
 */
static u32 vtc_dim_least(u32 rate)
{
	if (rate >= VTC_DIM_FLOOD)
		return vtc_dim_usecs[VTC_DIM_PROFILES - 1];
	return rate >= VTC_DIM_BUSY ? VTC_DIM_BUSY_USECS : 0;
}

/*
 * A spacing that is shorter than the time from frame to frame would bring no two
 * together, and only keep whoever waits for an answer.
 */
static u16 vtc_dim_spacing(const struct vtc_qvec *qv)
{
	u32 usecs = max_t(u32, vtc_dim_usecs[qv->dim.profile_ix],
			  vtc_dim_least(qv->rate));

	if (usecs * qv->rate < USEC_PER_MSEC)
		return 0;
	return min(usecs, qv->rx->depth / VTC_DIM_BUFFERS_PER_USEC);
}

static void vtc_dim_apply(struct vtc_qvec *qv)
{
	u16 usecs = vtc_dim_spacing(qv);

	if (usecs == READ_ONCE(qv->usecs))
		return;
	WRITE_ONCE(qv->usecs, usecs);
	qv->dp->write_usecs(qv);
}

/*
 * Frames a millisecond, over some eight interrupts.  What follows shortly upon the
 * last one counts with the next: in a flood that is a poll that finds nothing left
 * or the first frame of many, and says nothing about the rate.
 */
static void vtc_dim_measure(struct vtc_qvec *qv, const struct dim_sample *sample)
{
	s64 usecs = ktime_us_delta(sample->time, qv->sampled);
	u32 frames = sample->pkt_ctr - qv->frames;

	if (usecs < VTC_DIM_SAMPLE_USECS)
		return;
	qv->rate = (7 * qv->rate + min_t(u64, div64_s64(1000ull * frames, usecs),
					 VTC_DIM_RATE_MAX)) / 8;
	qv->sampled = sample->time;
	qv->frames = sample->pkt_ctr;
}

static void vtc_dim_work(struct work_struct *work)
{
	struct dim *dim = container_of(work, struct dim, work);
	struct vtc_qvec *qv = container_of(dim, struct vtc_qvec, dim);

	vtc_dim_apply(qv);
	dim->state = DIM_START_MEASURE;
}

/**
 * vtc_dim_init() - a vector begins with a short spacing
 * @qv: vector, adaptive moderation off
 *
 * Context: rtnl or probe.
 */
void vtc_dim_init(struct vtc_qvec *qv)
{
	struct dim *dim = &qv->dim;

	memset(dim, 0, sizeof(*dim));
	INIT_WORK(&dim->work, vtc_dim_work);
	dim->profile_ix = VTC_DIM_FIRST_PROFILE;
	qv->usecs = vtc_dim_usecs[dim->profile_ix];
}

/**
 * vtc_dim_stop() - no spacing is written any more
 * @qv: vector, its NAPI or adaptive moderation off
 *
 * Context: sleeps.
 */
void vtc_dim_stop(struct vtc_qvec *qv)
{
	cancel_work_sync(&qv->dim.work);
	/* It may have been about to say so itself */
	qv->dim.state = DIM_START_MEASURE;
}

/**
 * vtc_dim_poll() - a vector's interrupt has been served
 * @qv: vector
 *
 * Context: NAPI, not complete yet.
 */
void vtc_dim_poll(struct vtc_qvec *qv)
{
	const struct vtc_rx_stats *rx = &qv->rx->stats;
	const struct vtc_tx_stats *tx = &qv->tx->stats;
	struct dim_sample sample = {};

	dim_update_sample(++qv->events, rx->packets + tx->packets,
			  rx->bytes + tx->bytes, &sample);
	vtc_dim_measure(qv, &sample);
	kc_net_dim(&qv->dim, &sample);
	vtc_dim_apply(qv);
}
#else
void vtc_dim_init(struct vtc_qvec *qv)
{
}

void vtc_dim_stop(struct vtc_qvec *qv)
{
}

void vtc_dim_poll(struct vtc_qvec *qv)
{
}
#endif
