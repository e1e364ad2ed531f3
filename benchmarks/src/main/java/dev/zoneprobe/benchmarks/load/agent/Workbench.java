// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.agent;

import dev.zoneprobe.benchmarks.load.snapshot.SnapshotPress;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.wire.proto.Receipt;
import io.grpc.MethodDescriptor;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.time.InstantSource;

/// What all simulated agents share.
///
/// @param loop the one thread that they, and their connections, live on
record Workbench(
    EventLoop loop,
    SnapshotPress press,
    MethodDescriptor<byte[], Receipt> deliver,
    Tally tally,
    NanoClock clock,
    InstantSource wallClock,
    Duration interval) {}
