// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mailbox as a state machine, and every way its two ends can interleave.
 *
 * The steps are the register accesses of common/mbx.c, pf/vfmail.c and
 * vf/pfreq.c; after each the other end may take any number of its own.  The VF
 * is honest, with resets of itself at any moment, or does whatever its
 * registers let it do.  What is checked in every state that can be reached:
 *
 *   - nobody writes the buffer without holding it
 *   - nothing is written over before it was read, nor is a request
 *   - no answer without a request, none twice, none to somebody else's
 *   - a VF that has completed its handshake is not forgotten because of a
 *     reset from before
 *   - left alone, the PF comes to rest within a bounded number of steps,
 *     whatever the VF holds
 *   - an honest VF can always still come to its end
 *
 * A mutation (mbx -m N) breaks one rule of the PF: then something of this must
 * be found.  Without arguments both are checked: exit status 0 means that the
 * protocol holds and that every mutation was caught.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What lies in the buffer */
enum word { EMPTY, PART, RESET, ASK, GOT_RESET, GOT_ASK, LOST, NEWS };

enum pf_pc {
	P_IDLE, P_MAIL, P_MAIL_CLEAR, P_FLRE, P_FLRE_CLEAR, P_NOTE, P_SERVE,
	P_WIPE, P_WIPE_GOT, P_WIPE_LOOK,
	P_READ, P_READ_GOT, P_COPY, P_AGAIN, P_ANSWER, P_RING,
	P_TELL, P_POST, P_POST_GOT, P_POST_LOOK, P_POST_WRITE
};

enum vf_pc {
	V_CLAIM, V_CLAIM_GOT, V_WRITE, V_WRITE_ON, V_RING, V_WAIT_ACK, V_WAIT_STS,
	V_TAKE, V_TAKE_GOT, V_COPY, V_ACK, V_DONE
};

/* Why a VF takes a message */
enum why { BEFORE, INSTEAD, ANSWER, IDLY };

enum variant {
	HONEST,		/* FLR gives the buffer back, RVFU works: the chip */
	HONEST_QEMU,	/* neither does: the emulator */
	HOSTILE,
	HOSTILE_QEMU,
	VARIANTS
};

enum mutation {
	NONE, BLIND_POST, LET_GO, OVERWRITE, BLIND_WIPE, SPIN, OWN_WORDS,
	LATE_ACK, ONE_LOOK, LATE_WIPE,
	OLD_ACK, 	MUTATIONS
};

static const char * const variant_names[VARIANTS] = {
	"honest VF, chip", "honest VF, emulator", "hostile VF, chip", "hostile VF, emulator",
};

static const char * const mutation_names[MUTATIONS] = {
	"none", "news without looking for a request",
	"buffer given back before the answer", "news over what was not read",
	"wiped without looking for a request", "waits for the buffer",
	"own words are taken for requests", "request seen stays seen",
	"resets are looked at once only", "wiped although answered since",
	"an acknowledgment counts for a later message",
};

struct state {
	/* hardware */
	uint64_t vfu : 1, pfu : 1, sts : 1, ack : 1, req : 1, vack : 1, flre : 1, buf : 3;
	/* PF */
	uint64_t ppc : 5, m_req : 1, m_ack : 1, m_flre : 1, req_due : 1, reset_due : 1,
		 unread : 1, cts : 1, lost : 1, news : 1, wipe : 1, insist : 1, parked : 1,
		 got : 3, news_left : 1;
	/* VF */
	uint64_t vpc : 4, why : 2, phase : 2, seen_sts : 1, seen_ack : 1, vgot : 3, flrs : 2;
	/* what only the judge knows */
	uint64_t fresh : 1, pending : 2, foreign : 1;
};

/* How far an honest VF is */
enum { WANTS_RESET, WANTS_ASK, IS_DONE };

union key {
	struct state s;
	uint64_t k;
};

_Static_assert(sizeof(struct state) == sizeof(uint64_t), "a state is one number");

static enum variant variant;
static enum mutation mutation;
static bool vf_is_stuck;
static const char *wrong;
/* State whose steps are being taken, and the one that went wrong */
static uint32_t from;
static uint32_t culprit;

static bool honest(void)
{
	return variant <= HONEST_QEMU;
}

static bool like_qemu(void)
{
	return variant == HONEST_QEMU || variant == HOSTILE_QEMU;
}

static void complain(const char *what)
{
	if (wrong)
		return;
	wrong = what;
	culprit = from;
}

/* --- all states, and how they hang together ------------------------------ */

#define TABLE	(1u << 24)
#define STATES	(1u << 22)
#define EDGES	(1u << 25)

static uint64_t table_key[TABLE];
static uint32_t table_index[TABLE];
static uint64_t states[STATES];
static uint32_t n_states;
static uint32_t parent[STATES];
static struct { uint32_t from, to; } edges[EDGES];
static uint32_t n_edges;

static uint32_t number_of(uint64_t key)
{
	uint32_t at = (key * 0x9e3779b97f4a7c15ull) >> 40;

	while (table_index[at] && table_key[at] != key)
		at = (at + 1) % TABLE;
	if (!table_index[at]) {
		if (n_states == STATES) {
			fputs("model: too many states\n", stderr);
			exit(2);
		}
		states[n_states] = key;
		table_key[at] = key;
		parent[n_states] = from;
		table_index[at] = ++n_states;
	}
	return table_index[at] - 1;
}

static void next(struct state s)
{
	union key key = { .k = 0 };

	key.s = s;
	if (n_edges == EDGES) {
		fputs("model: too many steps\n", stderr);
		exit(2);
	}
	edges[n_edges].from = from;
	edges[n_edges++].to = number_of(key.k);
}

/* --- the PF -------------------------------------------------------------- */

static void pf_write(struct state *s, enum word w)
{
	if (!s->pfu && mutation != LET_GO)
		complain("the PF writes into a buffer it does not hold");
	if (s->fresh && honest() && !s->foreign)
		complain("a message is written over that was not read");
	if (honest() && (w == NEWS || w == LOST || w == EMPTY) && s->vpc == V_WAIT_ACK &&
	    (s->buf == ASK || s->buf == RESET) && s->ppc != P_ANSWER)
		complain("a request is written over");
	if (honest() && s->vpc == V_WRITE_ON && s->buf == PART && s->vfu)
		complain("the PF writes while the VF does");
	s->buf = w;
}

/* The control register: claim, and break a hold if there is reason to */
static bool pf_claimed(struct state *s)
{
	if (s->pfu) {
		s->insist = 0;
		return true;
	}
	if (!s->insist) {
		s->insist = 1;
		return false;
	}
	/* The grace is longer than a VF that is at work needs the buffer */
	if (honest() && !vf_is_stuck)
		return false;
	if (!like_qemu())
		s->vfu = 0;
	s->pfu = !s->vfu;
	s->parked = !s->pfu;
	s->insist = 0;
	return s->pfu;
}

static bool pf_has_request(const struct state *s)
{
	return s->req || s->req_due;
}

static bool is_own(enum word w)
{
	return w == GOT_RESET || w == GOT_ASK || w == LOST;
}

static bool pf_may_tell(const struct state *s)
{
	return (s->lost || s->news) && !s->parked && (!s->unread || mutation == OVERWRITE);
}

static bool pf_has_work(const struct state *s)
{
	return s->req || s->vack || s->flre || s->reset_due || pf_may_tell(s) ||
	       ((s->req_due || s->wipe) && !s->parked);
}

static void pf_forget(struct state *s)
{
	if (honest() && s->phase != WANTS_RESET && !s->m_flre)
		complain("a VF is forgotten although it has begun anew since");
	s->cts = 0;
	s->lost = 0;
	s->news = 0;
	s->unread = 0;
	s->parked = 0;
	s->insist = 0;
	s->reset_due = 0;
}

/* While the PF holds the buffer an acknowledgment is of a message of before */
static void pf_drop_ack(struct state *s)
{
	if (mutation != OLD_ACK)
		s->vack = 0;
}

static enum word pf_answer(struct state *s)
{
	if (s->got == RESET) {
		s->cts = 1;
		s->lost = 0;
		s->news = 0;
		return GOT_RESET;
	}
	return s->cts ? GOT_ASK : LOST;
}

static void pf_sts(struct state *s, bool answer)
{
	s->sts = 1;
	s->pfu = 0;
	s->unread = 1;
	/* A message fills the buffer: nothing of before is left */
	if (mutation != LATE_WIPE)
		s->wipe = 0;
	s->fresh = 1;
	s->foreign = 0;
	if (!answer)
		return;
	if (!s->pending)
		complain("an answer without a request");
	else
		s->pending--;
}

static void pf_note(struct state s)
{
	s.reset_due |= s.m_flre;
	s.req_due |= s.m_req;
	if (s.m_ack || s.m_req)
		s.parked &= s.vfu;
	if (s.m_ack) {
		s.unread = 0;
		/* The reminder for a VF without CTS comes or does not, by the clock */
		if (!s.cts && !s.lost) {
			struct state other = s;

			other.lost = 1;
			other.m_req = other.m_ack = other.m_flre = 0;
			other.ppc = P_SERVE;
			next(other);
		}
	}
	s.m_req = s.m_ack = s.m_flre = 0;
	s.ppc = P_SERVE;
	next(s);
}

static void pf_serve(struct state s)
{
	if (s.reset_due) {
		pf_forget(&s);
		s.wipe = 0;
		s.ppc = s.req_due && mutation != BLIND_WIPE ? P_SERVE : P_WIPE;
	} else if (s.req_due && !s.parked) {
		s.ppc = P_READ;
	} else {
		s.ppc = P_TELL;
	}
	next(s);
}

static void pf_idle(struct state s)
{
	struct state t = s;

	/* Something happens to the link: once, so that there is an end */
	if (s.news_left && s.cts) {
		t.news_left = 0;
		t.news = 1;
		next(t);
	}
	/* Nobody reads: after a second it does not count any more */
	if (s.unread && !honest()) {
		t = s;
		t.unread = 0;
		next(t);
	}
	/* Once a second: has it let go */
	if (s.parked && !s.vfu) {
		t = s;
		t.parked = 0;
		next(t);
	}
	if (!pf_has_work(&s))
		return;
	s.ppc = P_MAIL;
	next(s);
}

static void pf_latch(struct state s)
{
	switch (s.ppc) {
	case P_MAIL:
		s.m_req = s.req;
		s.m_ack = s.vack;
		s.ppc = P_MAIL_CLEAR;
		break;
	case P_MAIL_CLEAR:
		if (s.m_req && mutation != LATE_ACK)
			s.req = 0;
		if (s.m_ack)
			s.vack = 0;
		s.ppc = P_FLRE;
		break;
	case P_FLRE:
		s.m_flre = s.flre;
		s.ppc = P_FLRE_CLEAR;
		break;
	case P_FLRE_CLEAR:
		if (s.m_flre)
			s.flre = 0;
		s.ppc = P_NOTE;
		break;
	}
	next(s);
}

static void pf_wipe(struct state s)
{
	switch (s.ppc) {
	case P_WIPE:
		s.pfu = !s.vfu;
		s.ppc = P_WIPE_GOT;
		break;
	case P_WIPE_GOT:
		s.ppc = pf_claimed(&s) ? P_WIPE_LOOK : P_IDLE;
		s.wipe = s.ppc == P_IDLE;
		break;
	case P_WIPE_LOOK:
		if (!pf_has_request(&s) || mutation == BLIND_WIPE) {
			s.foreign = 1;
			pf_write(&s, EMPTY);
		}
		s.wipe = 0;
		s.pfu = 0;
		s.ppc = P_SERVE;
		break;
	}
	next(s);
}

static void pf_request(struct state s)
{
	switch (s.ppc) {
	case P_READ:
		s.pfu = !s.vfu;
		s.ppc = P_READ_GOT;
		break;
	case P_READ_GOT:
		s.ppc = pf_claimed(&s) ? P_COPY : mutation == SPIN ? P_READ : P_TELL;
		if (mutation == SPIN)
			s.insist = s.parked = 0;
		break;
	case P_COPY:
		s.got = s.buf;
		s.ack = 1;
		s.req_due = 0;
		if (is_own(s.got) && mutation != OWN_WORDS) {
			s.pfu = 0;
			s.got = 0;
			s.pending -= !!s.pending;
			s.ppc = P_SERVE;
			break;
		}
		s.pfu = mutation != LET_GO;
		s.ppc = s.got == RESET && mutation != ONE_LOOK ? P_AGAIN : P_ANSWER;
		break;
	case P_AGAIN:
		/* A reset since that was looked for: the message may be younger */
		s.ppc = P_ANSWER;
		if (s.flre) {
			s.flre = 0;
			s.reset_due = 1;
			s.req_due = 1;
			s.got = 0;
			s.pfu = 0;
			s.ppc = P_SERVE;
		}
		break;
	case P_ANSWER:
		pf_write(&s, pf_answer(&s));
		pf_drop_ack(&s);
		s.got = 0;
		s.ppc = P_RING;
		break;
	case P_RING:
		pf_sts(&s, true);
		s.ppc = P_SERVE;
		break;
	}
	next(s);
}

static void pf_tell(struct state s)
{
	switch (s.ppc) {
	case P_TELL:
		if (s.wipe && !s.parked)
			s.ppc = P_WIPE;
		else
			s.ppc = pf_may_tell(&s) ? P_POST : P_IDLE;
		break;
	case P_POST:
		s.pfu = !s.vfu;
		s.ppc = P_POST_GOT;
		break;
	case P_POST_GOT:
		s.ppc = pf_claimed(&s) ? P_POST_LOOK : P_IDLE;
		break;
	case P_POST_LOOK:
		s.ppc = P_POST_WRITE;
		pf_drop_ack(&s);
		if (pf_has_request(&s) && mutation != BLIND_POST) {
			s.pfu = 0;
			s.ppc = P_IDLE;
		}
		break;
	case P_POST_WRITE:
		pf_write(&s, s.lost ? LOST : NEWS);
		if (s.lost)
			s.lost = 0;
		else
			s.news = 0;
		pf_sts(&s, false);
		s.ppc = P_IDLE;
		break;
	}
	next(s);
}

static void pf_step(struct state s)
{
	switch (s.ppc) {
	case P_IDLE:
		pf_idle(s);
		break;
	case P_MAIL ... P_FLRE_CLEAR:
		pf_latch(s);
		break;
	case P_NOTE:
		pf_note(s);
		break;
	case P_SERVE:
		pf_serve(s);
		break;
	case P_WIPE ... P_WIPE_LOOK:
		pf_wipe(s);
		break;
	case P_READ ... P_RING:
		pf_request(s);
		break;
	case P_TELL ... P_POST_WRITE:
		pf_tell(s);
		break;
	}
}

/* --- an honest VF -------------------------------------------------------- */

static void vf_look(struct state *s)
{
	s->seen_sts |= s->sts;
	s->seen_ack |= s->ack;
	s->sts = 0;
	s->ack = 0;
}

static void vf_begin_take(struct state *s, enum why why)
{
	s->why = why;
	s->vpc = V_TAKE;
}

static void vf_after_take(struct state *s)
{
	enum word w = s->vgot;

	s->vgot = 0;
	switch (s->why) {
	case BEFORE:
	case INSTEAD:
	case IDLY:
		if (w == LOST)
			s->phase = WANTS_RESET;
		s->vpc = s->phase == IS_DONE ? V_DONE : V_CLAIM;
		break;
	case ANSWER:
		s->vpc = V_WAIT_STS;
		if (w == LOST) {
			s->phase = WANTS_RESET;
			s->vpc = V_CLAIM;
		} else if (w == GOT_RESET && s->phase == WANTS_RESET) {
			s->phase = WANTS_ASK;
			s->vpc = V_CLAIM;
		} else if (w == GOT_ASK && s->phase == WANTS_ASK) {
			s->phase = IS_DONE;
			s->vpc = V_DONE;
		} else if (w != NEWS) {
			complain("an honest VF reads what is no message for it");
		}
		break;
	}
	s->why = 0;
}

static void vf_flr(struct state s)
{
	if (!s.flrs)
		return;
	s.flrs--;
	if (!like_qemu()) {
		s.vfu = 0;
		s.sts = 0;
		s.ack = 0;
	}
	s.flre = 1;
	s.vpc = V_CLAIM;
	s.phase = WANTS_RESET;
	s.seen_sts = s.seen_ack = s.why = s.vgot = 0;
	/* What lies there was for the one before */
	s.foreign = 1;
	next(s);
}

static void vf_step(struct state s)
{
	switch (s.vpc) {
	case V_CLAIM:
		s.vfu = !s.pfu;
		s.vpc = V_CLAIM_GOT;
		break;
	case V_CLAIM_GOT:
		vf_look(&s);
		s.vpc = V_CLAIM;
		if (s.vfu && s.seen_sts) {
			s.vfu = 0;
			vf_begin_take(&s, BEFORE);
		} else if (s.vfu) {
			s.seen_ack = 0;
			s.vpc = V_WRITE;
		}
		break;
	case V_WRITE:
		s.buf = PART;
		s.fresh = 0;
		s.vpc = V_WRITE_ON;
		break;
	case V_WRITE_ON:
		s.buf = s.phase == WANTS_RESET ? RESET : ASK;
		s.vpc = V_RING;
		break;
	case V_RING:
		s.req = 1;
		s.vfu = 0;
		if (s.pending < 3)
			s.pending++;
		s.vpc = V_WAIT_ACK;
		break;
	case V_WAIT_ACK:
		vf_look(&s);
		if (s.seen_ack) {
			s.seen_ack = 0;
			s.vpc = V_WAIT_STS;
		} else if (s.seen_sts) {
			vf_begin_take(&s, INSTEAD);
		}
		break;
	case V_WAIT_STS:
		vf_look(&s);
		if (s.seen_sts)
			vf_begin_take(&s, ANSWER);
		break;
	case V_TAKE:
		s.vfu = !s.pfu;
		s.vpc = V_TAKE_GOT;
		break;
	case V_TAKE_GOT:
		vf_look(&s);
		s.vpc = s.vfu ? V_COPY : V_TAKE;
		break;
	case V_COPY:
		s.seen_sts = 0;
		s.vgot = s.buf;
		s.fresh = 0;
		s.vpc = V_ACK;
		break;
	case V_ACK:
		s.vack = 1;
		s.vfu = 0;
		vf_after_take(&s);
		break;
	case V_DONE:
		vf_look(&s);
		if (s.seen_sts)
			vf_begin_take(&s, IDLY);
		break;
	}
	next(s);
}

/* --- a hostile one: anything its registers take, at any time ------------- */

static void hostile_step(struct state s)
{
	static const enum word words[] = { EMPTY, RESET, ASK, GOT_ASK, NEWS };
	struct state t;

	for (unsigned int v = 0; v < 8; v++) {
		t = s;
		if (v & 1) {
			t.req = 1;
			if (t.pending < 3)
				t.pending++;
		}
		if (v & 2)
			t.vack = 1;
		t.vfu = v & 4 && !t.pfu;
		next(t);
	}
	/* Without holding it, too: but the PF copies before it looks */
	for (unsigned int i = 0; i < sizeof(words) / sizeof(*words); i++) {
		t = s;
		t.buf = words[i];
		t.fresh = 0;
		next(t);
	}
	t = s;
	t.flre = 1;
	t.foreign = 1;
	if (!like_qemu())
		t.vfu = t.sts = t.ack = 0;
	next(t);
}

/* --- what is asked of it all --------------------------------------------- */

/* Left alone, how many steps until the PF rests; a state may be on the way */
static int rest_depth(uint32_t n, int *memo)
{
	union key key;
	uint32_t first, last;
	int most = 0;

	if (memo[n])
		return memo[n];
	memo[n] = -1;
	key.k = states[n];
	/* Time passing is no step of the PF's */
	if (key.s.ppc == P_IDLE && !pf_has_work(&key.s))
		return memo[n] = 1;
	from = n;
	first = n_edges;
	pf_step(key.s);
	last = n_edges;
	for (uint32_t e = first; e < last; e++) {
		int d = rest_depth(edges[e].to, memo);

		if (d < 0)
			return -1;
		if (d > most)
			most = d;
	}
	n_edges = first;
	return memo[n] = most + 1;
}

static void check_rest(void)
{
	int *memo = calloc(STATES, sizeof(*memo));
	uint32_t all = n_states;
	int longest = 0;

	vf_is_stuck = true;
	for (uint32_t n = 0; n < all && !wrong; n++) {
		int d = rest_depth(n, memo);

		if (d < 0)
			complain("the PF goes round and round while the VF does nothing");
		else if (d > longest)
			longest = d;
	}
	vf_is_stuck = false;
	free(memo);
	if (!wrong)
		printf("  the PF rests after %d steps at most\n", longest);
}

/* From everywhere an honest VF can still come to its end */
static void check_end(void)
{
	uint32_t *head = calloc(n_states, sizeof(*head)), *link = calloc(n_edges, sizeof(*link));
	uint32_t *queue = calloc(n_states, sizeof(*queue)), n = 0;
	bool *good = calloc(n_states, sizeof(*good));

	for (uint32_t e = 0; e < n_edges; e++) {
		link[e] = head[edges[e].to];
		head[edges[e].to] = e + 1;
	}
	for (uint32_t i = 0; i < n_states; i++) {
		union key key = { .k = states[i] };

		good[i] = key.s.phase == IS_DONE && key.s.vpc == V_DONE && key.s.cts;
		if (good[i])
			queue[n++] = i;
	}
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t e = head[queue[i]]; e; e = link[e - 1])
			if (!good[edges[e - 1].from]) {
				good[edges[e - 1].from] = true;
				queue[n++] = edges[e - 1].from;
			}
	for (from = 0; from < n_states - 1 && good[from]; from++)
		;
	if (n < n_states)
		complain("an honest VF cannot come to its end any more");
	free(head);
	free(link);
	free(queue);
	free(good);
}

static const char *explore(void)
{
	union key start = { .k = 0 };

	memset(table_index, 0, sizeof(table_index));
	n_states = n_edges = 0;
	wrong = NULL;
	start.s.news_left = 1;
	start.s.flrs = honest() ? 2 : 0;
	number_of(start.k);
	for (uint32_t n = 0; n < n_states && !wrong; n++) {
		union key key = { .k = states[n] };

		from = n;
		pf_step(key.s);
		if (honest()) {
			vf_step(key.s);
			vf_flr(key.s);
		} else {
			hostile_step(key.s);
		}
	}
	if (!wrong && honest())
		check_end();
	if (!wrong)
		check_rest();
	return wrong;
}

/* How it came to that: the two program counters and the buffer, step by step */
static void show_way(uint32_t n)
{
	union key key = { .k = states[n] };

	if (n)
		show_way(parent[n]);
	printf("  PF %2d VF %2d: buffer %d held %d/%d req %d sts %d flre %d due %d%d\n",
	       key.s.ppc, key.s.vpc, key.s.buf, key.s.pfu, key.s.vfu, key.s.req, key.s.sts,
	       key.s.flre, key.s.req_due, key.s.reset_due);
}

static bool holds(enum mutation m)
{
	bool ok = true;

	mutation = m;
	for (variant = 0; variant < VARIANTS; variant++) {
		const char *what = explore();

		if (what || !m)
			printf("%s: %s: %s\n", mutation_names[m], variant_names[variant],
			       what ? what : "holds");
		if (what && !m)
			show_way(culprit);
		if (!what && !m)
			printf("  %u states, %u steps\n", n_states, n_edges);
		ok &= !what;
		if (what)
			break;
	}
	return ok;
}

int main(int argc, char **argv)
{
	unsigned int passed = 0, failed = 0;

	if (argc == 3 && !strcmp(argv[1], "-m"))
		return !holds(atoi(argv[2]) % MUTATIONS);
	for (enum mutation m = NONE; m < MUTATIONS; m++) {
		bool good = holds(m) == (m == NONE);

		printf("%s model: %s%s\n", good ? "PASS" : "FAIL",
		       m == NONE ? "the protocol holds" : "caught: ",
		       m == NONE ? "" : mutation_names[m]);
		passed += good;
		failed += !good;
	}
	printf("%u passed, %u failed\n", passed, failed);
	return failed ? 1 : 0;
}
