/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_EVENT_H
#define _TCP_MPP_EVENT_H

#include "types.h"

/**
 * enum mpp_event_type - what can be told to listeners (W20, W21, B6)
 * @MPP_EVENT_EVALUATION: memory was looked at in an episode
 * @MPP_EVENT_EPISODE_START: an episode began
 * @MPP_EVENT_EPISODE_END: it is over; event 4229 of Windows
 * @MPP_EVENT_EPOCH_START: an epoch began, with new rates
 * @MPP_EVENT_EPOCH_END: it is over
 * @MPP_EVENT_SETTINGS: the settings changed
 * @MPP_EVENT_IFACE: the tag of an interface changed
 * @MPP_EVENT_RATE_LIMIT: outgoing connections wait; event 4226 of Windows
 * @MPP_EVENT_RESET: one connection was reset, or would have been
 */
enum mpp_event_type {
	MPP_EVENT_EVALUATION,
	MPP_EVENT_EPISODE_START,
	MPP_EVENT_EPISODE_END,
	MPP_EVENT_EPOCH_START,
	MPP_EVENT_EPOCH_END,
	MPP_EVENT_SETTINGS,
	MPP_EVENT_IFACE,
	MPP_EVENT_RATE_LIMIT,
	MPP_EVENT_RESET,
};

/**
 * struct mpp_event_epoch - the controller at one moment
 * @ep: its state, with the rates from now on
 * @sample: what it decided by
 * @old_syn_rate: SYN drop rate before, of 1000
 * @old_kill_rate: kill rate before, TCBs a second
 * @resets: connections reset in this episode so far
 * @drops: SYNs dropped in this episode so far
 */
struct mpp_event_epoch {
	struct mpp_episode ep;
	struct mpp_sample sample;
	u32 old_syn_rate;
	u32 old_kill_rate;
	u64 resets;
	u64 drops;
};

/**
 * struct mpp_event_iface - an interface and its tag
 * @netns: number of its namespace
 * @ifindex: its index there
 * @name: its name
 * @tag: the tag from now on
 */
struct mpp_event_iface {
	u32 netns;
	int ifindex;
	char name[16];
	struct mpp_iface_tag tag;
};

/**
 * struct mpp_event - one record of the queue
 * @type: what happened
 * @audit: it was only decided, not done (B5)
 * @epoch: for the events of episodes, epochs and evaluations
 * @iface: for MPP_EVENT_IFACE
 * @evidence: for MPP_EVENT_RESET
 * @limit: for MPP_EVENT_RATE_LIMIT: how many connections may be half open
 */
struct mpp_event {
	enum mpp_event_type type;
	bool audit;
	union {
		struct mpp_event_epoch epoch;
		struct mpp_event_iface iface;
		struct mpp_evidence evidence;
		u32 limit;
	};
};

/**
 * struct mpp_event_sink - who passes events on to the listeners
 * @wants: any context; is there a listener?
 * @pass: process context, may sleep; returns 0, or an errno when the event could
 *	not be passed on
 */
struct mpp_event_sink {
	bool (*wants)(enum mpp_event_type type);
	int (*pass)(const struct mpp_event *event);
};

int mpp_event_init(void);
void mpp_event_exit(void);
bool mpp_event_wanted(enum mpp_event_type type);
void mpp_event_emit(const struct mpp_event *event);
void mpp_event_set_sink(const struct mpp_event_sink *sink);

#endif /* _TCP_MPP_EVENT_H */
