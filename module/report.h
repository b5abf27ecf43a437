/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_REPORT_H
#define _TCP_MPP_REPORT_H

#include "types.h"

extern const char *const mpp_signal_words[MPP_NR_SIGNALS];

void mpp_report_start(const struct mpp_episode *ep, const struct mpp_sample *s,
		      bool audit);
void mpp_report_epoch(const struct mpp_episode *ep,
		      const struct mpp_episode *old,
		      const struct mpp_sample *s, bool audit);
void mpp_report_end(const struct mpp_episode *ep,
		    const struct mpp_episode *old, const struct mpp_sample *s,
		    bool audit);

#endif /* _TCP_MPP_REPORT_H */
