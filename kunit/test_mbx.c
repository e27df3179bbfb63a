// SPDX-License-Identifier: GPL-2.0-only
/*
 * Suite mbx: both ends of the mailbox on one model of it.
 *
 * A PF, honest or not, gets its turn while the VF waits or between any two
 * accesses of the VF; so does a hostile VF between those of the PF.
 */
#include "mailbox.h"
#include "../common/hw.c"
#include "../common/mbx.c"

struct vtc_mbx_model {
	struct vtc_mailbox box;
	struct vtc_mbx_pf pf;
	struct vtc_mbx_vf vf;
	unsigned int requests;
	unsigned int news;
	bool unread;
	unsigned int countdown;
	u32 last[VTC_MBX_WORDS];
};

static struct vtc_mbx_model *vtc_mbx_of(struct vtc_mailbox *box)
{
	return container_of(box, struct vtc_mbx_model, box);
}

static struct vtc_mbx_model *vtc_mbx_model(struct kunit *test)
{
	struct vtc_mbx_model *m = kunit_kzalloc(test, sizeof(*m), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, m);
	vtc_mailbox_init(&m->box);
	m->pf.hw = &m->box.pf_hw;
	m->pf.vf = MAILBOX_VF;
	m->vf.hw = &m->box.vf_hw;
	return m;
}

/* An honest PF: takes a request and answers it at once, word by word + 1 */
static void vtc_mbx_pf_serves(struct vtc_mailbox *box)
{
	struct vtc_mbx_model *m = vtc_mbx_of(box);
	u32 w[VTC_MBX_WORDS];
	unsigned int i;

	if (!vtc_mailbox_has_request(&m->box))
		return;
	if (vtc_mbx_pf_read(&m->pf, w))
		return;
	vtc_mailbox_clear_request(&m->box);
	m->requests++;
	memcpy(m->last, w, sizeof(w));
	for (i = 0; i < VTC_MBX_WORDS; i++)
		w[i]++;
	vtc_mbx_pf_reply(&m->pf, w);
}

static void vtc_mbx_carries_all_words(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 out[VTC_MBX_WORDS], in[VTC_MBX_WORDS];
	unsigned int i;

	m->box.other = vtc_mbx_pf_serves;
	vtc_mailbox_fill(out, 0x00a0b0c0);
	KUNIT_ASSERT_EQ(test, vtc_mbx_vf_send(&m->vf, out), 0);
	KUNIT_EXPECT_MEMEQ(test, m->last, out, sizeof(out));
	/* Both doorbells came with one read; neither is lost */
	KUNIT_ASSERT_EQ(test, vtc_mbx_vf_recv(&m->vf, in, 0), 0);
	for (i = 0; i < VTC_MBX_WORDS; i++)
		KUNIT_EXPECT_EQ(test, in[i], out[i] + 1);
	KUNIT_EXPECT_FALSE(test, m->box.vfu || m->box.pfu);
	KUNIT_EXPECT_EQ(test, m->box.fouls, 0);
	/* The PF hears that its answer was taken */
	KUNIT_EXPECT_EQ(test, m->box.cause,
			FIELD_PREP(VTC_MBVFICR_ACK, BIT(MAILBOX_VF)));
	KUNIT_EXPECT_FALSE(test, vtc_mbx_vf_has_mail(&m->vf));
	KUNIT_EXPECT_EQ(test, m->vf.stats.sent, 1);
	KUNIT_EXPECT_EQ(test, m->vf.stats.received, 1);
	KUNIT_EXPECT_EQ(test, m->pf.stats.sent, 1);
	KUNIT_EXPECT_EQ(test, m->pf.stats.received, 1);
}

/* The buffer is the PF's from the request to the answer */
static void vtc_mbx_keeps_buffer_until_answered(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 w[VTC_MBX_WORDS], got[VTC_MBX_WORDS];

	vtc_mailbox_fill(w, 5);
	/* Nobody acknowledges: the request stays */
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_send(&m->vf, w), -ETIMEDOUT);
	KUNIT_ASSERT_EQ(test, vtc_mbx_pf_read(&m->pf, got), 0);
	KUNIT_EXPECT_MEMEQ(test, got, w, sizeof(w));
	KUNIT_EXPECT_TRUE(test, m->box.pfu);
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_send(&m->vf, w), -EBUSY);
	vtc_mbx_pf_reply(&m->pf, got);
	KUNIT_EXPECT_FALSE(test, m->box.pfu);
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_take(&m->vf, got), 0);
	KUNIT_EXPECT_EQ(test, m->box.fouls, 0);
}

static void vtc_mbx_pf_lets_go_after_countdown(struct vtc_mailbox *box)
{
	struct vtc_mbx_model *m = vtc_mbx_of(box);

	if (m->countdown && !--m->countdown)
		vtc_mbx_pf_release(&m->pf);
	if (!m->countdown)
		vtc_mbx_pf_serves(box);
}

static void vtc_mbx_vf_waits_for_the_buffer(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 w[VTC_MBX_WORDS];

	m->box.pfu = true;
	m->countdown = 20;
	m->box.other = vtc_mbx_pf_lets_go_after_countdown;
	vtc_mailbox_fill(w, 1);
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_send(&m->vf, w), 0);
	KUNIT_EXPECT_EQ(test, m->requests, 1);
	KUNIT_EXPECT_EQ(test, m->box.fouls, 0);
	KUNIT_EXPECT_LT(test, m->box.clock.now_us, 10000);
}

/* Every wait ends, and in the time that is promised */
static void vtc_mbx_vf_waits_are_bounded(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 w[VTC_MBX_WORDS];
	u64 start;

	vtc_mailbox_fill(w, 1);
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_send(&m->vf, w), -ETIMEDOUT);
	KUNIT_EXPECT_GE(test, m->box.clock.now_us, VTC_MBX_VF_ACK_US * 9 / 10);
	KUNIT_EXPECT_LE(test, m->box.clock.now_us, VTC_MBX_VF_ACK_US +
			VTC_MBX_STEP_MAX_US);
	KUNIT_EXPECT_EQ(test, m->vf.stats.timeouts, 1);

	start = m->box.clock.now_us;
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_recv(&m->vf, w, 500000), -ETIMEDOUT);
	KUNIT_EXPECT_LE(test, m->box.clock.now_us - start, 510000);

	m->box.pfu = true;
	start = m->box.clock.now_us;
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_send(&m->vf, w), -EBUSY);
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_take(&m->vf, w), -EBUSY);
	KUNIT_EXPECT_LE(test, m->box.clock.now_us - start,
			2 * (VTC_MBX_VF_CLAIM_US + VTC_MBX_STEP_US));
	KUNIT_EXPECT_EQ(test, m->vf.stats.busy, 2);

	m->box.v2p = VTC_V2P_RSTI;
	start = m->box.clock.now_us;
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_wait_reset(&m->vf, 10000), -ETIMEDOUT);
	KUNIT_EXPECT_LE(test, m->box.clock.now_us - start, 11000);
}

static bool vtc_mbx_test_has_request(const struct vtc_mbx_pf *mbx)
{
	return vtc_mailbox_has_request(&container_of(mbx, struct vtc_mbx_model,
						     pf)->box);
}

/* A PF of others that does not look */
static bool vtc_mbx_test_does_not_look(const struct vtc_mbx_pf *mbx)
{
	return false;
}

/* A VF that never lets go costs the PF a few accesses and no sleep */
static void vtc_mbx_pf_never_waits_for_a_vf(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 w[VTC_MBX_WORDS];

	m->box.vfu = true;
	KUNIT_EXPECT_EQ(test, vtc_mbx_pf_read(&m->pf, w), -EBUSY);
	KUNIT_EXPECT_EQ(test, vtc_mbx_pf_post(&m->pf, w, vtc_mbx_test_has_request),
			-EBUSY);
	KUNIT_EXPECT_EQ(test, m->box.accesses, 2 * 2);
	KUNIT_EXPECT_EQ(test, m->box.clock.now_us, 0);
	KUNIT_EXPECT_EQ(test, m->pf.stats.busy, 2);
	KUNIT_EXPECT_EQ(test, m->box.fouls, 0);
	/* Nor is the VF's hold broken by trying */
	KUNIT_EXPECT_TRUE(test, m->box.vfu);
	KUNIT_EXPECT_FALSE(test, m->box.pfu);
	KUNIT_EXPECT_TRUE(test, vtc_mbx_pf_is_held(&m->pf));
}

/* Who insists takes the buffer, and says so; what lies in it is unharmed */
static void vtc_mbx_pf_breaks_a_hold_if_told_to(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 w[VTC_MBX_WORDS], got[VTC_MBX_WORDS];

	vtc_mailbox_fill(w, 7);
	memcpy(m->box.mem, w, sizeof(w));
	m->box.vfu = true;
	m->pf.insist = true;
	KUNIT_EXPECT_EQ(test, vtc_mbx_pf_read(&m->pf, got), 0);
	KUNIT_EXPECT_MEMEQ(test, got, w, sizeof(w));
	KUNIT_EXPECT_FALSE(test, m->box.vfu);
	KUNIT_EXPECT_EQ(test, m->pf.stats.broken, 1);
	KUNIT_EXPECT_EQ(test, m->pf.stats.busy, 0);
	KUNIT_EXPECT_EQ(test, m->box.fouls, 0);
	vtc_mbx_pf_release(&m->pf);
	/* Nothing is broken that is not held */
	KUNIT_EXPECT_EQ(test, vtc_mbx_pf_read(&m->pf, got), 0);
	KUNIT_EXPECT_EQ(test, m->pf.stats.broken, 1);
}

/* A device that cannot do it (the emulated one) costs two accesses more */
static void vtc_mbx_pf_gives_up_a_hold_it_cannot_break(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 w[VTC_MBX_WORDS] = {};

	m->box.vfu = true;
	m->box.no_rvfu = true;
	m->pf.insist = true;
	KUNIT_EXPECT_EQ(test, vtc_mbx_pf_wipe(&m->pf, vtc_mbx_test_has_request),
			-EBUSY);
	KUNIT_EXPECT_EQ(test, vtc_mbx_pf_post(&m->pf, w, vtc_mbx_test_has_request),
			-EBUSY);
	KUNIT_EXPECT_EQ(test, m->box.accesses, 2 * 5);
	KUNIT_EXPECT_EQ(test, m->pf.stats.busy, 2);
	KUNIT_EXPECT_EQ(test, m->pf.stats.broken, 0);
	KUNIT_EXPECT_EQ(test, m->box.fouls, 0);
}

static void vtc_mbx_waiting_mail_is_not_overwritten(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 news[VTC_MBX_WORDS], w[VTC_MBX_WORDS], got[VTC_MBX_WORDS];

	vtc_mailbox_fill(news, 0x100);
	vtc_mailbox_fill(w, 2);
	KUNIT_ASSERT_EQ(test, vtc_mbx_pf_post(&m->pf, news, vtc_mbx_test_has_request),
			0);
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_send(&m->vf, w), -EAGAIN);
	KUNIT_EXPECT_FALSE(test, m->box.vfu);
	KUNIT_EXPECT_FALSE(test, vtc_mailbox_has_request(&m->box));
	KUNIT_EXPECT_TRUE(test, vtc_mbx_vf_has_mail(&m->vf));
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_take(&m->vf, got), 0);
	KUNIT_EXPECT_MEMEQ(test, got, news, sizeof(news));
	m->box.other = vtc_mbx_pf_serves;
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_send(&m->vf, w), 0);
	KUNIT_EXPECT_EQ(test, m->box.fouls, 0);
}

static void vtc_mbx_pf_writes_over(struct vtc_mailbox *box)
{
	struct vtc_mbx_model *m = vtc_mbx_of(box);
	u32 news[VTC_MBX_WORDS];

	if (!vtc_mailbox_has_request(&m->box))
		return;
	vtc_mailbox_fill(news, 0x100);
	vtc_mbx_pf_post(&m->pf, news, vtc_mbx_test_does_not_look);
	m->box.other = NULL;
}

/* A PF that looked for requests too early: the VF has to ask again, and knows */
static void vtc_mbx_lost_request_is_noticed(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 w[VTC_MBX_WORDS], got[VTC_MBX_WORDS];

	vtc_mailbox_fill(w, 2);
	m->box.other = vtc_mbx_pf_writes_over;
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_send(&m->vf, w), -EAGAIN);
	KUNIT_EXPECT_LT(test, m->box.clock.now_us, 1000);
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_take(&m->vf, got), 0);
	KUNIT_EXPECT_EQ(test, got[0], 0x100);
	m->box.other = vtc_mbx_pf_serves;
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_send(&m->vf, w), 0);
	KUNIT_EXPECT_MEMEQ(test, m->last, w, sizeof(w));
	KUNIT_EXPECT_EQ(test, m->requests, 1);
	KUNIT_EXPECT_EQ(test, m->box.fouls, 0);
}

static void vtc_mbx_old_acknowledgment_does_not_count(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 w[VTC_MBX_WORDS];

	vtc_mailbox_fill(w, 2);
	m->box.v2p = VTC_V2P_PFACK;
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_send(&m->vf, w), -ETIMEDOUT);
}

static void vtc_mbx_pf_resets_after_countdown(struct vtc_mailbox *box)
{
	struct vtc_mbx_model *m = vtc_mbx_of(box);

	if (m->countdown && !--m->countdown)
		m->box.v2p |= VTC_V2P_RSTI;
}

static void vtc_mbx_pf_reset_ends_waits(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 w[VTC_MBX_WORDS];

	vtc_mailbox_fill(w, 2);
	m->box.other = vtc_mbx_pf_resets_after_countdown;
	m->countdown = 5;
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_send(&m->vf, w), -ECONNRESET);
	KUNIT_EXPECT_LT(test, m->box.clock.now_us, 10000);
	KUNIT_EXPECT_TRUE(test, vtc_mbx_vf_in_reset(&m->vf));
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_recv(&m->vf, w, 500000), -ECONNRESET);

	/* It is over; that is told once, and nobody is waited for until then */
	m->box.v2p = VTC_V2P_RSTD;
	KUNIT_EXPECT_FALSE(test, vtc_mbx_vf_in_reset(&m->vf));
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_wait_reset(&m->vf, 10000), 0);
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_recv(&m->vf, w, 500000), -ECONNRESET);
	KUNIT_EXPECT_TRUE(test, vtc_mbx_vf_was_reset(&m->vf));
	KUNIT_EXPECT_FALSE(test, vtc_mbx_vf_was_reset(&m->vf));
	m->box.other = vtc_mbx_pf_serves;
	KUNIT_EXPECT_EQ(test, vtc_mbx_vf_send(&m->vf, w), 0);
}

static void vtc_mbx_post_spares_requests(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 news[VTC_MBX_WORDS], w[VTC_MBX_WORDS];

	vtc_mailbox_fill(news, 0x100);
	vtc_mailbox_fill(w, 1);
	vtc_mbx_vf_send(&m->vf, w);
	KUNIT_EXPECT_EQ(test, vtc_mbx_pf_post(&m->pf, news, vtc_mbx_test_has_request),
			-EAGAIN);
	KUNIT_EXPECT_MEMEQ(test, m->box.mem, w, sizeof(w));
	KUNIT_EXPECT_FALSE(test, m->box.pfu);
	KUNIT_EXPECT_FALSE(test, vtc_mbx_vf_has_mail(&m->vf));
	KUNIT_EXPECT_EQ(test, m->box.fouls, 0);
}

static void vtc_mbx_wipe_spares_requests(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 w[VTC_MBX_WORDS];
	unsigned int i;

	vtc_mailbox_fill(m->box.mem, 0xdead);
	KUNIT_EXPECT_EQ(test, vtc_mbx_pf_wipe(&m->pf, vtc_mbx_test_has_request), 0);
	for (i = 0; i < VTC_MBX_WORDS; i++)
		KUNIT_EXPECT_EQ(test, m->box.mem[i], 0);
	KUNIT_EXPECT_FALSE(test, m->box.pfu);

	vtc_mailbox_fill(w, 1);
	vtc_mbx_vf_send(&m->vf, w);
	vtc_mbx_pf_wipe(&m->pf, vtc_mbx_test_has_request);
	KUNIT_EXPECT_MEMEQ(test, m->box.mem, w, sizeof(w));
	KUNIT_EXPECT_FALSE(test, m->box.pfu);

	/* Under the hands of a VF that writes, too */
	m->box.cause = 0;
	m->box.vfu = true;
	vtc_mbx_pf_wipe(&m->pf, vtc_mbx_test_has_request);
	KUNIT_EXPECT_MEMEQ(test, m->box.mem, w, sizeof(w));
	KUNIT_EXPECT_EQ(test, m->box.fouls, 0);
}

/*
 * A PF at any moment: it serves, or it has news.  News are told only when what
 * was told before has been read and no request lies in the buffer.
 */
static void vtc_mbx_pf_at_random(struct vtc_mailbox *box)
{
	struct vtc_mbx_model *m = vtc_mbx_of(box);
	u32 w[VTC_MBX_WORDS];
	unsigned int served = m->requests;

	if (vtc_mailbox_pf_saw_ack(box))
		m->unread = false;
	if (vtc_kunit_one_in(&m->box.rnd, 6))
		vtc_mbx_pf_serves(box);
	m->unread |= m->requests != served;
	if (m->unread || vtc_mailbox_has_request(&m->box) ||
	    !vtc_kunit_one_in(&m->box.rnd, 25))
		return;
	vtc_mailbox_fill(w, 0x80000000 + m->news);
	if (vtc_mbx_pf_post(&m->pf, w, vtc_mbx_test_has_request))
		return;
	m->news++;
	m->unread = true;
}

/* What a VF does to get one answer in spite of news */
static int vtc_mbx_vf_ask(struct vtc_mbx_model *m, const u32 *w, u32 *answer)
{
	unsigned int rounds;
	int err = 0;

	for (rounds = 0; rounds < 50; rounds++) {
		err = vtc_mbx_vf_send(&m->vf, w);
		if (err != -EAGAIN)
			break;
		err = vtc_mbx_vf_take(&m->vf, answer);
		if (err)
			break;
	}
	while (!err && rounds++ < 50) {
		err = vtc_mbx_vf_recv(&m->vf, answer, 500000);
		if (!err && !(answer[0] & BIT(31)))
			return 0;
	}
	return err ? err : -ELOOP;
}

/* The other end acts between any two accesses of this one */
static void vtc_mbx_survives_any_interleaving(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	u32 w[VTC_MBX_WORDS], answer[VTC_MBX_WORDS];
	unsigned int i, j, bad = 0;
	int err;

	vtc_kunit_seed_rnd(test, &m->box.rnd);
	m->box.other = vtc_mbx_pf_at_random;
	m->box.other_at_vf_access = true;
	for (i = 0; i < 3000; i++) {
		vtc_mailbox_fill(w, 0x1000 + i);
		err = vtc_mbx_vf_ask(m, w, answer);
		KUNIT_ASSERT_EQ_MSG(test, err, 0, "request %u", i);
		for (j = 0; j < VTC_MBX_WORDS; j++)
			bad += answer[j] != w[j] + 1;
		KUNIT_ASSERT_EQ_MSG(test, bad, 0, "request %u", i);
	}
	KUNIT_EXPECT_EQ(test, m->box.fouls, 0);
	/* The news have come between */
	KUNIT_EXPECT_GT(test, m->news, 50);
}

/* A VF that writes anything to all it can reach, whenever it likes */
static void vtc_mbx_vf_runs_wild(struct vtc_mailbox *box)
{
	struct vtc_mbx_model *m = vtc_mbx_of(box);

	if (vtc_kunit_one_in(&m->box.rnd, 2))
		vtc_mailbox_v2p(box, prandom_u32_state(&m->box.rnd));
	else if (!m->box.pfu)
		m->box.mem[vtc_kunit_below(&m->box.rnd, VTC_MBX_WORDS)] =
			prandom_u32_state(&m->box.rnd);
}

static void vtc_mbx_pf_is_bounded_against_a_wild_vf(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);
	unsigned int i, before, longest = 0, read = 0;
	u32 w[VTC_MBX_WORDS];

	vtc_kunit_seed_rnd(test, &m->box.rnd);
	m->box.other = vtc_mbx_vf_runs_wild;
	m->box.other_at_pf_access = true;
	for (i = 0; i < 5000; i++) {
		before = m->box.accesses;
		m->pf.insist = vtc_kunit_one_in(&m->box.rnd, 2);
		switch (i % 3) {
		case 0:
			if (!vtc_mbx_pf_read(&m->pf, w)) {
				vtc_mbx_pf_reply(&m->pf, w);
				read++;
			}
			break;
		case 1:
			vtc_mbx_pf_post(&m->pf, w, vtc_mbx_test_has_request);
			break;
		case 2:
			vtc_mbx_pf_wipe(&m->pf, vtc_mbx_test_has_request);
			break;
		}
		longest = max(longest, m->box.accesses - before);
	}
	/* Two tries, a break, sixteen words each way, two doorbells */
	KUNIT_EXPECT_LE(test, longest, 2 * 2 + 1 + 2 * VTC_MBX_WORDS + 2);
	KUNIT_EXPECT_EQ(test, m->box.clock.now_us, 0);
	/* What the hardware grants, it keeps: the PF never wrote without it */
	KUNIT_EXPECT_EQ(test, m->box.fouls, 0);
	KUNIT_EXPECT_GT(test, read, 100);
}

static u32 vtc_mbx_counts_up(struct vtc_fake *fake, u32 reg)
{
	struct vtc_mailbox *box = container_of(fake, struct vtc_mailbox,
					       pf_side);

	return ++box->accesses;
}

static void vtc_mbx_register_polls_are_bounded(struct kunit *test)
{
	struct vtc_mbx_model *m = vtc_mbx_model(test);

	m->box.pf_side.rd = vtc_mbx_counts_up;
	KUNIT_EXPECT_EQ(test, vtc_hw_poll(&m->box.pf_hw, 0, 0x8, 0x8, 10, 1000), 0);
	KUNIT_EXPECT_EQ(test, m->box.accesses, 8);
	KUNIT_EXPECT_EQ(test, m->box.clock.now_us, 70);
	KUNIT_EXPECT_EQ(test, vtc_hw_poll(&m->box.pf_hw, 0, BIT(31), BIT(31), 10,
					  1000), -ETIMEDOUT);
	KUNIT_EXPECT_LE(test, m->box.clock.now_us, 70 + 1020);
}

static struct kunit_case vtc_mbx_cases[] = {
	KUNIT_CASE(vtc_mbx_carries_all_words),
	KUNIT_CASE(vtc_mbx_keeps_buffer_until_answered),
	KUNIT_CASE(vtc_mbx_vf_waits_for_the_buffer),
	KUNIT_CASE(vtc_mbx_vf_waits_are_bounded),
	KUNIT_CASE(vtc_mbx_pf_never_waits_for_a_vf),
	KUNIT_CASE(vtc_mbx_pf_breaks_a_hold_if_told_to),
	KUNIT_CASE(vtc_mbx_pf_gives_up_a_hold_it_cannot_break),
	KUNIT_CASE(vtc_mbx_waiting_mail_is_not_overwritten),
	KUNIT_CASE(vtc_mbx_lost_request_is_noticed),
	KUNIT_CASE(vtc_mbx_old_acknowledgment_does_not_count),
	KUNIT_CASE(vtc_mbx_pf_reset_ends_waits),
	KUNIT_CASE(vtc_mbx_post_spares_requests),
	KUNIT_CASE(vtc_mbx_wipe_spares_requests),
	KUNIT_CASE(vtc_mbx_survives_any_interleaving),
	KUNIT_CASE(vtc_mbx_pf_is_bounded_against_a_wild_vf),
	KUNIT_CASE(vtc_mbx_register_polls_are_bounded),
	{}
};

static struct kunit_suite vtc_mbx_suite = {
	.name = "vtc_mbx",
	.exit = vtc_mailbox_exit,
	.test_cases = vtc_mbx_cases,
};

kunit_test_suite(vtc_mbx_suite);
