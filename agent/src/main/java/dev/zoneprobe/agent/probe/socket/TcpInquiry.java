// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.socket;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Asks the kernel about a TCP connection by its file descriptor (`getsockopt` with `TCP_INFO`, see
/// `struct tcp_info` in `linux/tcp.h`). Thread-safe.
///
/// What stands in for a kernel (an emulator, a sandbox) may know the option and fill the first few
/// bytes only. So the length of the answer counts, which Netty's own way of asking does not tell.
public final class TcpInquiry {
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_INFO = 11;
  private static final int RTT_OFFSET = 68;
  private static final int TOTAL_RETRANS_OFFSET = 100;
  private static final int LENGTH = 104;

  private static final Optional<TcpInquiry> FOUND = search();

  private final MethodHandle getsockopt;

  private TcpInquiry(MethodHandle getsockopt) {
    this.getsockopt = getsockopt;
  }

  /// Absent on operating systems other than Linux.
  public static Optional<TcpInquiry> find() {
    return FOUND;
  }

  @SuppressWarnings("restricted")
  private static Optional<TcpInquiry> search() {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor signature =
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    return linker
        .defaultLookup()
        .find("getsockopt")
        .filter(_ -> System.getProperty("os.name").equals("Linux"))
        .map(function -> new TcpInquiry(linker.downcallHandle(function, signature)));
  }

  /// What the kernel knows about the connection, which must stay open meanwhile; absent if it is
  /// none, or nobody knows.
  public Optional<TcpFacts> ask(int descriptor) {
    return ask(descriptor, TCP_INFO);
  }

  Optional<TcpFacts> ask(int descriptor, int option) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(LENGTH, Integer.BYTES);
      MemorySegment length = arena.allocateFrom(JAVA_INT, LENGTH);
      int error = (int) getsockopt.invokeExact(descriptor, IPPROTO_TCP, option, info, length);
      return error == 0 && length.get(JAVA_INT, 0) == LENGTH
          ? Optional.of(facts(info))
          : Optional.empty();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable _) {
      return Optional.empty();
    }
  }

  private static TcpFacts facts(MemorySegment info) {
    Duration rtt = Duration.of(info.get(JAVA_INT, RTT_OFFSET), ChronoUnit.MICROS);
    return new TcpFacts(
        Optional.of(rtt).filter(Duration::isPositive), info.get(JAVA_INT, TOTAL_RETRANS_OFFSET));
  }
}
