// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What the TLS connections of probes are made of: whom to trust, who to be, and when what the peer
/// shows expires. Only the probes of a protocol come in.
@NullMarked
package dev.zoneprobe.agent.probe.tls;

import org.jspecify.annotations.NullMarked;
