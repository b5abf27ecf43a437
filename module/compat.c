// SPDX-License-Identifier: GPL-2.0
/*
 * compat - what compat.h needs a place for.
 */
#include "compat.h"

#ifdef MPP_KERNEL_UNTESTED
#pragma message "tcp_mpp was tested on Linux 6.1 to 7.3: nobody knows how it does on this one"
#endif

#ifndef NL_SET_ERR_MSG_FMT
#include <linux/jiffies.h>
#include <linux/spinlock.h>
#include <linux/string.h>

/*
 * Before 6.3 a refusal only points to its text, which must stay as it is from
 * the handler's return until the kernel has copied it into the answer. That is
 * the next thing the same task does, but how long it takes is not bounded. So
 * a text lives here for a minute at least after it was last said. A text that
 * was said before is said from the same place; who makes up more new ones in a
 * minute than there are places hears a constant instead. Texts about changes
 * are made up only for those who may change something.
 */
#define MPP_TEXTS		64
#define MPP_TEXT_LEN		80
#define MPP_TEXT_LIFE		(60 * HZ)

static DEFINE_SPINLOCK(mpp_text_lock);
static struct {
	char text[MPP_TEXT_LEN];
	unsigned long said;
} mpp_text[MPP_TEXTS];

/**
 * mpp_keep_text() - a copy of a text that outlives the caller
 * @text: what is to be said; cut to fit
 *
 * Context: process.
 * Return: the text, or a constant one when no place is free.
 */
const char *mpp_keep_text(const char *text)
{
	const char *kept = "refused for one of many reasons; ask again in a minute";
	int i, place = -1;

	spin_lock(&mpp_text_lock);
	for (i = 0; i < MPP_TEXTS; i++) {
		if (!strncmp(mpp_text[i].text, text, MPP_TEXT_LEN - 1)) {
			place = i;
			break;
		}
		if (place < 0 &&
		    (!mpp_text[i].text[0] ||
		     time_after(jiffies, mpp_text[i].said + MPP_TEXT_LIFE)))
			place = i;
	}
	if (place >= 0) {
		if (i == MPP_TEXTS)
			strscpy(mpp_text[place].text, text, MPP_TEXT_LEN);
		mpp_text[place].said = jiffies;
		kept = mpp_text[place].text;
	}
	spin_unlock(&mpp_text_lock);
	return kept;
}
#endif
