// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.probe.LoopbackNames;
import dev.zoneprobe.agent.probe.TestTargets;
import dev.zoneprobe.agent.target.Endpoint;
import dev.zoneprobe.agent.target.Target;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A process that may open no more files, sockets included.
@EnabledOnOs(OS.LINUX)
final class NoDescriptorsTest {
  private static final int RLIMIT_NOFILE = 7;

  @Test
  void isAConnectionThatThisHostCannotOpen() throws Throwable {
    Target target = TestTargets.target(refusing(), TestTargets.PATIENT);
    try (HttpProbe probe =
        new HttpProbe((Endpoint.Http) target.endpoint(), Connection.REUSED, new LoopbackNames())) {
      // The classes of a failure are files as well: this loads them.
      Attempt _ = probe.attempt(TestTargets.begin(target));

      Attempt attempt = withoutDescriptors(() -> probe.attempt(TestTargets.begin(target)));

      assertThat(attempt.outcome())
          .isEqualTo(new Outcome.Failed(Failure.CONNECT_UNREACHABLE, Phase.TOTAL));
      assertThat(attempt.circumstances().connection()).isEqualTo(Connection.NEW);
    }
  }

  private static Endpoint.Http refusing() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return Endpoint.Http.get(URI.create("http://127.0.0.1:" + closed.getLocalPort() + "/"));
    }
  }

  private static Attempt withoutDescriptors(Attempting attempting) throws Throwable {
    MethodHandle getrlimit = limitCall("getrlimit");
    MethodHandle setrlimit = limitCall("setrlimit");
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment usual = arena.allocate(JAVA_LONG, 2);
      assertThat((int) getrlimit.invokeExact(RLIMIT_NOFILE, usual)).isZero();
      MemorySegment none = arena.allocateFrom(JAVA_LONG, 0, usual.getAtIndex(JAVA_LONG, 1));
      try {
        int _ = (int) setrlimit.invokeExact(RLIMIT_NOFILE, none);
        return attempting.attempt();
      } finally {
        int _ = (int) setrlimit.invokeExact(RLIMIT_NOFILE, usual);
      }
    }
  }

  /// A function of C that takes a resource and a `struct rlimit`: what is allowed, and the most
  /// that may be asked for.
  @SuppressWarnings("restricted")
  private static MethodHandle limitCall(String name) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  }

  @FunctionalInterface
  private interface Attempting {
    Attempt attempt();
  }
}
