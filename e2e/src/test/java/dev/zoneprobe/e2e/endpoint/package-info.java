// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The agent's probes against servers that nobody here wrote: every phase, outcome and reason.
@NullMarked
package dev.zoneprobe.e2e.endpoint;

import org.jspecify.annotations.NullMarked;
