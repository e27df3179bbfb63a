// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mailbox transport, both ends.
 *
 * Owns the mailbox control registers and the shared buffer.  A side claims the
 * buffer by writing its own "in use" bit and reading it back: the hardware
 * grants it only while the other side's bit is clear.  Ringing a doorbell
 * without that bit set gives the buffer back in the same write.
 */
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include "mbx.h"
#include "regs_82576.h"
#include "trace.h"

/* Whose mailbox it is, in a VF's own traces */
#define VTC_MBX_OWN		(-1)

#define VTC_MBX_VF_CLAIM_US	100000
#define VTC_MBX_VF_ACK_US	500000
#define VTC_MBX_STEP_US		20
#define VTC_MBX_STEP_MAX_US	1000

static bool vtc_mbx_pf_try(struct vtc_mbx_pf *mbx)
{
	u32 reg = VTC_P2VMAILBOX(mbx->vf);

	vtc_wr(mbx->hw, reg, VTC_P2V_PFU);
	return vtc_rd(mbx->hw, reg) & VTC_P2V_PFU && !vtc_hw_is_off(mbx->hw);
}

/*
 * One try.  If the caller insists and the VF has the buffer, that is taken
 * from it, which not every device can do: so one more try.
 */
static bool vtc_mbx_pf_claim(struct vtc_mbx_pf *mbx)
{
	if (vtc_mbx_pf_try(mbx))
		return true;
	if (mbx->insist) {
		vtc_wr(mbx->hw, VTC_P2VMAILBOX(mbx->vf), VTC_P2V_RVFU);
		if (vtc_mbx_pf_try(mbx)) {
			mbx->stats.broken++;
			return true;
		}
	}
	mbx->stats.busy++;
	return false;
}

/**
 * vtc_mbx_pf_is_held() - does the VF hold the buffer
 * @mbx: mailbox
 *
 * Context: any; one register access.
 * Return: true if so.
 */
bool vtc_mbx_pf_is_held(const struct vtc_mbx_pf *mbx)
{
	return vtc_rd(mbx->hw, VTC_P2VMAILBOX(mbx->vf)) & VTC_P2V_VFU;
}

static void vtc_mbx_pf_fill(struct vtc_mbx_pf *mbx, const u32 *w)
{
	unsigned int i;

	for (i = 0; i < VTC_MBX_WORDS; i++)
		vtc_wr(mbx->hw, VTC_VMBMEM(mbx->vf) + 4 * i, w[i]);
}

/**
 * vtc_mbx_pf_read() - take a VF's message
 * @mbx: mailbox
 * @w: VTC_MBX_WORDS words
 *
 * Tells the VF that its message was taken and keeps the buffer, so that the
 * VF cannot write into it before vtc_mbx_pf_reply() has put the answer there.
 *
 * Context: any; a handful of register accesses, never waits for the VF.
 * Return: 0, or -EBUSY when the VF holds the buffer.
 */
int vtc_mbx_pf_read(struct vtc_mbx_pf *mbx, u32 *w)
{
	unsigned int i;

	if (!vtc_mbx_pf_claim(mbx))
		return -EBUSY;
	for (i = 0; i < VTC_MBX_WORDS; i++)
		w[i] = vtc_rd(mbx->hw, VTC_VMBMEM(mbx->vf) + 4 * i);
	vtc_wr(mbx->hw, VTC_P2VMAILBOX(mbx->vf), VTC_P2V_ACK | VTC_P2V_PFU);
	mbx->stats.received++;
	trace_vtc_mbx(mbx->hw->dev, mbx->vf, false, w, 0);
	return 0;
}

/**
 * vtc_mbx_pf_reply() - answer the message taken by vtc_mbx_pf_read()
 * @mbx: mailbox, its buffer held
 * @w: VTC_MBX_WORDS words, the unused ones zero
 *
 * Context: any.
 */
void vtc_mbx_pf_reply(struct vtc_mbx_pf *mbx, const u32 *w)
{
	vtc_mbx_pf_fill(mbx, w);
	vtc_wr(mbx->hw, VTC_P2VMAILBOX(mbx->vf), VTC_P2V_STS);
	mbx->stats.sent++;
	trace_vtc_mbx(mbx->hw->dev, mbx->vf, true, w, 0);
}

/**
 * vtc_mbx_pf_release() - give the buffer back without an answer
 * @mbx: mailbox, its buffer held by vtc_mbx_pf_read()
 *
 * Context: any.
 */
void vtc_mbx_pf_release(struct vtc_mbx_pf *mbx)
{
	vtc_wr(mbx->hw, VTC_P2VMAILBOX(mbx->vf), 0);
}

/**
 * vtc_mbx_pf_post() - tell a VF something it did not ask
 * @mbx: mailbox
 * @w: VTC_MBX_WORDS words, the unused ones zero
 * @has_request: says under the buffer's lock whether a request lies in it,
 *	which would be overwritten
 *
 * Context: any.
 * Return: 0; -EBUSY: the VF holds the buffer; -EAGAIN: it has a request in it.
 */
int vtc_mbx_pf_post(struct vtc_mbx_pf *mbx, const u32 *w,
		    bool (*has_request)(const struct vtc_mbx_pf *mbx))
{
	if (!vtc_mbx_pf_claim(mbx))
		return -EBUSY;
	if (has_request(mbx)) {
		vtc_mbx_pf_release(mbx);
		return -EAGAIN;
	}
	vtc_mbx_pf_reply(mbx, w);
	return 0;
}

/**
 * vtc_mbx_pf_wipe() - leave nothing of the last tenant in the buffer
 * @mbx: mailbox
 * @has_request: says under the buffer's lock whether a request lies in it:
 *	the next tenant may have posted one already, and it must not be lost
 *
 * Context: any.
 * Return: 0; -EBUSY: the VF holds the buffer; -EAGAIN: it has a request in it.
 */
int vtc_mbx_pf_wipe(struct vtc_mbx_pf *mbx,
		    bool (*has_request)(const struct vtc_mbx_pf *mbx))
{
	static const u32 zero[VTC_MBX_WORDS];
	int err = 0;

	/* A VF that holds the buffer may be writing its request just now */
	if (!vtc_mbx_pf_claim(mbx))
		return -EBUSY;
	if (has_request(mbx))
		err = -EAGAIN;
	else
		vtc_mbx_pf_fill(mbx, zero);
	vtc_mbx_pf_release(mbx);
	return err;
}

/* Read the control register without losing what the read clears */
static u32 vtc_mbx_vf_ctl(struct vtc_mbx_vf *mbx)
{
	u32 ctl = vtc_rd(mbx->hw, VTC_V2PMAILBOX);

	/* Without a device there is no PF to talk to either */
	if (vtc_hw_is_off(mbx->hw))
		return VTC_V2P_RSTI;
	mbx->seen |= ctl & VTC_V2P_READ_CLEARS;
	return ctl | mbx->seen;
}

static bool vtc_mbx_vf_consume(struct vtc_mbx_vf *mbx, u32 bit)
{
	bool was = vtc_mbx_vf_ctl(mbx) & bit;

	mbx->seen &= ~bit;
	return was;
}

/*
 * Wait for one bit.  Another one that says that it will not come ends the wait:
 * @instead, or a reset of the PF, which nobody's request outlives.
 */
static int vtc_mbx_vf_wait(struct vtc_mbx_vf *mbx, u32 bit, u32 instead,
			   unsigned int timeout_us)
{
	unsigned int step = VTC_MBX_STEP_US;
	unsigned int waited;

	for (waited = 0; waited <= timeout_us; waited += step) {
		u32 ctl = vtc_mbx_vf_ctl(mbx);

		if (ctl & bit) {
			mbx->seen &= ~bit;
			return 0;
		}
		if (ctl & (VTC_V2P_RSTI | VTC_V2P_RSTD))
			return -ECONNRESET;
		if (ctl & instead)
			return -EAGAIN;
		/* Most answers come at once, some never */
		vtc_sleep_us(step);
		step = min_t(unsigned int, step + step / 4, VTC_MBX_STEP_MAX_US);
	}
	mbx->stats.timeouts++;
	return -ETIMEDOUT;
}

static int vtc_mbx_vf_claim(struct vtc_mbx_vf *mbx)
{
	unsigned int waited;

	for (waited = 0; waited <= VTC_MBX_VF_CLAIM_US; waited += VTC_MBX_STEP_US) {
		vtc_wr(mbx->hw, VTC_V2PMAILBOX, VTC_V2P_VFU);
		if (vtc_mbx_vf_ctl(mbx) & VTC_V2P_VFU)
			return 0;
		if (vtc_hw_is_off(mbx->hw))
			break;
		vtc_sleep_us(VTC_MBX_STEP_US);
	}
	mbx->stats.busy++;
	return -EBUSY;
}

/**
 * vtc_mbx_vf_wait_reset() - wait until the PF's own reset is over
 * @mbx: mailbox
 * @timeout_us: give up after this long, microseconds
 *
 * Context: sleeps.
 * Return: 0, or -ETIMEDOUT: no PF driver is there.
 */
int vtc_mbx_vf_wait_reset(struct vtc_mbx_vf *mbx, unsigned int timeout_us)
{
	unsigned int waited;

	for (waited = 0; waited <= timeout_us; waited += VTC_MBX_STEP_US) {
		if (!vtc_mbx_vf_in_reset(mbx))
			return 0;
		if (vtc_hw_is_off(mbx->hw))
			break;
		vtc_sleep_us(VTC_MBX_STEP_US);
	}
	return -ETIMEDOUT;
}

/**
 * vtc_mbx_vf_in_reset() - is the PF resetting, or not there yet
 * @mbx: mailbox
 *
 * Context: any.
 * Return: true if so: there is nobody to talk to.
 */
bool vtc_mbx_vf_in_reset(struct vtc_mbx_vf *mbx)
{
	u32 ctl = vtc_mbx_vf_ctl(mbx);

	return ctl & VTC_V2P_RSTI;
}

/**
 * vtc_mbx_vf_was_reset() - has a reset of the PF passed since the last call
 * @mbx: mailbox
 *
 * To be asked before RESET is sent, too: until it has been, no request is
 * waited for.
 *
 * Context: any.
 * Return: true if so: the PF does not know this VF any more.
 */
bool vtc_mbx_vf_was_reset(struct vtc_mbx_vf *mbx)
{
	return vtc_mbx_vf_consume(mbx, VTC_V2P_RSTD);
}

/**
 * vtc_mbx_vf_has_mail() - is there a message nobody has taken
 * @mbx: mailbox
 *
 * Context: any.
 * Return: true if so.
 */
bool vtc_mbx_vf_has_mail(struct vtc_mbx_vf *mbx)
{
	return vtc_mbx_vf_ctl(mbx) & VTC_V2P_PFSTS;
}

/**
 * vtc_mbx_vf_take() - take the message in the buffer
 * @mbx: mailbox
 * @w: VTC_MBX_WORDS words
 *
 * Context: sleeps while the PF holds the buffer, 100 ms at most.
 * Return: 0, or -EBUSY.
 */
int vtc_mbx_vf_take(struct vtc_mbx_vf *mbx, u32 *w)
{
	unsigned int i;
	int err;

	err = vtc_mbx_vf_claim(mbx);
	if (err)
		return err;
	mbx->seen &= ~VTC_V2P_PFSTS;
	for (i = 0; i < VTC_MBX_WORDS; i++)
		w[i] = vtc_rd(mbx->hw, VTC_VMBMEM(0) + 4 * i);
	vtc_wr(mbx->hw, VTC_V2PMAILBOX, VTC_V2P_ACK);
	mbx->stats.received++;
	trace_vtc_mbx(mbx->hw->dev, VTC_MBX_OWN, false, w, 0);
	return 0;
}

/**
 * vtc_mbx_vf_send() - put a request into the buffer and wait until it is taken
 * @mbx: mailbox
 * @w: VTC_MBX_WORDS words, the unused ones zero
 *
 * A message of the PF that still waits is not overwritten.
 *
 * Context: sleeps, 0.6 s at most, plus what the timers round up.
 * Return: 0; -EAGAIN: take the waiting message first, then send again; -EBUSY:
 * the PF holds the buffer; -ETIMEDOUT: nobody took the request; -ECONNRESET:
 * the PF resets or did.
 */
int vtc_mbx_vf_send(struct vtc_mbx_vf *mbx, const u32 *w)
{
	unsigned int i;
	int err;

	err = vtc_mbx_vf_claim(mbx);
	if (err)
		return err;
	if (mbx->seen & VTC_V2P_PFSTS) {
		vtc_wr(mbx->hw, VTC_V2PMAILBOX, 0);
		return -EAGAIN;
	}
	/* An acknowledgment from before belongs to no request of ours */
	mbx->seen &= ~VTC_V2P_PFACK;
	for (i = 0; i < VTC_MBX_WORDS; i++)
		vtc_wr(mbx->hw, VTC_VMBMEM(0) + 4 * i, w[i]);
	vtc_wr(mbx->hw, VTC_V2PMAILBOX, VTC_V2P_REQ);
	mbx->stats.sent++;
	/* A message instead of the acknowledgment was written over ours */
	err = vtc_mbx_vf_wait(mbx, VTC_V2P_PFACK, VTC_V2P_PFSTS,
			      VTC_MBX_VF_ACK_US);
	trace_vtc_mbx(mbx->hw->dev, VTC_MBX_OWN, true, w, err);
	return err;
}

/**
 * vtc_mbx_vf_recv() - wait for a message and take it
 * @mbx: mailbox
 * @w: VTC_MBX_WORDS words
 * @timeout_us: give up after this long, microseconds
 *
 * Context: sleeps.
 * Return: 0; -ETIMEDOUT: none came; -EBUSY: the PF holds the buffer;
 * -ECONNRESET: the PF resets or did.
 */
int vtc_mbx_vf_recv(struct vtc_mbx_vf *mbx, u32 *w, unsigned int timeout_us)
{
	int err;

	err = vtc_mbx_vf_wait(mbx, VTC_V2P_PFSTS, 0, timeout_us);
	if (err)
		return err;
	return vtc_mbx_vf_take(mbx, w);
}
