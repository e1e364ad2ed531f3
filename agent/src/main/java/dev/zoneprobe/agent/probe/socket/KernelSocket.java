// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.socket;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// Asks the kernel about a TCP connection of the Java runtime, see [TcpInquiry].
///
/// The Java runtime gives a socket's file descriptor to nobody, so it is taken from `sun.nio.ch`,
/// which must be open to us. Where anything of this is missing (another operating system, a package
/// that is not open), there is no answer, and no error. Thread-safe.
public final class KernelSocket {
  private static final Optional<KernelSocket> FOUND = search();

  private final TcpInquiry info;
  private final MethodHandle fileDescriptor;

  private KernelSocket(TcpInquiry info, MethodHandle fileDescriptor) {
    this.info = info;
    this.fileDescriptor = fileDescriptor;
  }

  /// What is needed for asking; absent where it is missing.
  public static Optional<KernelSocket> find() {
    return FOUND;
  }

  private static Optional<KernelSocket> search() {
    return TcpInquiry.find()
        .flatMap(info -> fileDescriptor().map(method -> new KernelSocket(info, method)));
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
    return info.ask(descriptor(channel));
  }

  int descriptor(SocketChannel channel) {
    try {
      return (int) fileDescriptor.invokeExact(channel);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
