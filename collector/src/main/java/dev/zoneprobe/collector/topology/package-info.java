// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Which nodes and zones there are: what the configuration says, or Kubernetes.
///
/// Everybody in the collector may come in; it imports nothing of ours but words.
@NullMarked
package dev.zoneprobe.collector.topology;

import org.jspecify.annotations.NullMarked;
