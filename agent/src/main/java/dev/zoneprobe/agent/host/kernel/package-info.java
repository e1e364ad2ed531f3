// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What the Linux kernel counts about this host and this process, as it writes it under `/proc` and
/// `/sys/fs/cgroup`; what it does not count here is absent.
///
/// The noise meter and the host's metrics come in.
@NullMarked
package dev.zoneprobe.agent.host.kernel;

import org.jspecify.annotations.NullMarked;
