// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.socket;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.zoneprobe.agent.probe.TcpFacts;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Asks the kernel about a TCP connection of the Java runtime (`getsockopt` with `TCP_INFO`, see
/// `struct tcp_info` in `linux/tcp.h`).
///
/// The Java runtime gives a socket's file descriptor to nobody, so it is taken from `sun.nio.ch`,
/// which must be open to us. Where anything of this is missing (another operating system, a package
/// that is not open), there is no answer, and no error. Thread-safe.
public final class KernelSocket {
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_INFO = 11;
  private static final int RTT_OFFSET = 68;
  private static final int TOTAL_RETRANS_OFFSET = 100;
  private static final int LENGTH = 104;

  private static final Optional<KernelSocket> FOUND = search();

  private final MethodHandle getsockopt;
  private final MethodHandle fileDescriptor;

  private KernelSocket(MethodHandle getsockopt, MethodHandle fileDescriptor) {
    this.getsockopt = getsockopt;
    this.fileDescriptor = fileDescriptor;
  }

  /// What is needed for asking; absent where it is missing.
  public static Optional<KernelSocket> find() {
    return FOUND;
  }

  private static Optional<KernelSocket> search() {
    return System.getProperty("os.name").equals("Linux")
        ? getsockopt()
            .flatMap(found -> fileDescriptor().map(method -> new KernelSocket(found, method)))
        : Optional.empty();
  }

  @SuppressWarnings("restricted")
  private static Optional<MethodHandle> getsockopt() {
    Linker linker = Linker.nativeLinker();
    FunctionDescriptor signature =
        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    return linker
        .defaultLookup()
        .find("getsockopt")
        .map(function -> linker.downcallHandle(function, signature));
  }

  private static Optional<MethodHandle> fileDescriptor() {
    try {
      Method method = Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal");
      method.setAccessible(true);
      return Optional.of(
          MethodHandles.lookup()
              .unreflect(method)
              .asType(MethodType.methodType(int.class, SocketChannel.class)));
    } catch (ReflectiveOperationException | InaccessibleObjectException _) {
      return Optional.empty();
    }
  }

  /// What the kernel knows about `channel`, which must stay open meanwhile.
  public Optional<TcpFacts> ask(SocketChannel channel) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = arena.allocate(LENGTH, Integer.BYTES);
      MemorySegment length = arena.allocateFrom(JAVA_INT, LENGTH);
      int descriptor = (int) fileDescriptor.invokeExact(channel);
      int error = (int) getsockopt.invokeExact(descriptor, IPPROTO_TCP, TCP_INFO, info, length);
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
