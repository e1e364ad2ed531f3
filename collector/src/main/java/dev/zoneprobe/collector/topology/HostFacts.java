// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.topology;

import java.util.Optional;

/// What distinguishes one host from another; what nobody told is empty.
///
/// @param cpuCores what pods may use of it, in cores
/// @param memoryBytes what pods may use of it
public record HostFacts(
    Optional<String> zone,
    Optional<String> region,
    Optional<String> instanceType,
    Optional<String> kernel,
    Optional<Double> cpuCores,
    Optional<Long> memoryBytes) {}
