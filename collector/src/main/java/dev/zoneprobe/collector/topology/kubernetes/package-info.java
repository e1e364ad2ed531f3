// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The topology as Kubernetes tells it; the only place that sees its client.
///
/// The reader of settings comes in for what is to be watched, the wiring to start and stop it.
@NullMarked
package dev.zoneprobe.collector.topology.kubernetes;

import org.jspecify.annotations.NullMarked;
