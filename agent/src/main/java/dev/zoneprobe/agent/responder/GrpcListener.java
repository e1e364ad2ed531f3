// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.responder;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.agent.probe.EventLoops;
import dev.zoneprobe.agent.probe.Signature;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.Protocol;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.ServerChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// The gRPC port: the check of `grpc.health.v1` and the echo, answered on the event loop.
/// Thread-safe.
final class GrpcListener implements AutoCloseable {
  /// A peer that probes every 100 ms has so many in flight while a lost segment is sent again.
  private static final int MAX_CALLS_PER_CONNECTION = 32;

  private static final int MAX_METADATA_BYTES = 8 << 10;
  private static final int PERMITTED_KEEP_ALIVE_SECONDS = 10;
  private static final int CLOSE_SECONDS = 1;
  private static final DecompressorRegistry UNCOMPRESSED =
      DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false);

  private final Server server;
  private final EchoService.HealthService health;

  private GrpcListener(Server server, EchoService.HealthService health) {
    this.server = server;
    this.health = health;
  }

  /// What a listener answers with.
  record Service(Supplier<Responder.Identity> identity, Responder.Limits limits, NanoClock clock) {}

  /// Listens on `address`.
  ///
  /// @throws BindException naming the protocol and the address
  static GrpcListener bind(
      EventLoops loops, InetSocketAddress address, AcceptGate gate, Service service)
      throws IOException {
    EchoService.HealthService health = new EchoService.HealthService();
    Server server =
        bounded(NettyServerBuilder.forAddress(address), service.limits())
            .bossEventLoopGroup(loops.group())
            .workerEventLoopGroup(loops.group())
            .channelFactory(gated(loops, gate))
            .withChildOption(ChannelOption.TCP_NODELAY, true)
            .directExecutor()
            .addStreamTracerFactory(EchoService.arrivals(service.clock(), gate.counts()))
            .intercept(new Signing(service.identity()))
            .intercept(new OpenCalls())
            .addService(health.definition())
            .addService(new EchoService(service.identity(), service.clock()).definition())
            .build();
    try {
      return new GrpcListener(server.start(), health);
    } catch (IOException e) {
      throw SocketListener.cannotListen(Protocol.GRPC, address, e);
    }
  }

  private static NettyServerBuilder bounded(NettyServerBuilder builder, Responder.Limits limits) {
    return builder
        .decompressorRegistry(UNCOMPRESSED)
        .maxInboundMessageSize(EchoService.MAX_MESSAGE_BYTES)
        .maxInboundMetadataSize(MAX_METADATA_BYTES)
        .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
        .permitKeepAliveTime(PERMITTED_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .maxConnectionIdle(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
        .handshakeTimeout(limits.requestPatience().toMillis(), TimeUnit.MILLISECONDS);
  }

  private static ChannelFactory<ServerChannel> gated(EventLoops loops, AcceptGate gate) {
    ChannelFactory<? extends ServerChannel> plain =
        new ReflectiveChannelFactory<>(loops.serverSocketChannel());
    return () -> {
      ServerChannel listening = plain.newChannel();
      listening.pipeline().addLast(gate);
      return listening;
    };
  }

  /// Says in the headers of every answer whose it is, as answers over HTTP do.
  private record Signing(Supplier<Responder.Identity> identity) implements ServerInterceptor {
    private static final Metadata.Key<String> NODE = key(Signature.NODE);
    private static final Metadata.Key<String> ZONE = key(Signature.ZONE);

    private static Metadata.Key<String> key(String name) {
      return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata asked, ServerCallHandler<Q, A> next) {
      Responder.Identity signer = identity.get();
      Metadata signature = new Metadata();
      signature.put(NODE, signer.node());
      signature.put(ZONE, signer.zone());
      return MetadataUtils.newAttachMetadataServerInterceptor(signature)
          .interceptCall(call, asked, next);
    }
  }

  int port() {
    return server.getPort();
  }

  /// From now on, health checks are answered with NOT_SERVING.
  void drain() {
    health.drain();
  }

  /// Lets calls in flight end for a second, then cancels them.
  @Override
  public void close() {
    try {
      if (!server.shutdown().awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow().awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException _) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /// Bounds the calls that are open at a time, over all connections: one more ends the oldest. An
  /// honest peer's is over as soon as its one message has come, so the oldest of many is one that
  /// somebody holds open. Thread-safe.
  static final class OpenCalls implements ServerInterceptor {
    /// With what each may hold (8 KiB of headers, 64 KiB of a message) a fifth of the agent's heap.
    static final int MOST = 128;

    /// The oldest first.
    @GuardedBy("this")
    private final Deque<Held<?, ?>> open = new ArrayDeque<>();

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      Held<Q, A> held = new Held<>(call);
      add(held).ifPresent(Held::giveWay);
      return new SimpleForwardingServerCallListener<>(next.startCall(held, headers)) {
        @Override
        public void onCancel() {
          remove(held);
          super.onCancel();
        }

        @Override
        public void onComplete() {
          remove(held);
          super.onComplete();
        }
      };
    }

    private synchronized Optional<Held<?, ?>> add(Held<?, ?> call) {
      open.add(call);
      return open.size() > MOST ? Optional.of(open.removeFirst()) : Optional.empty();
    }

    private synchronized void remove(Held<?, ?> call) {
      open.remove(call);
    }

    /// A call that may be ended over the head of its service, whose answer is left out then.
    private static final class Held<Q, A> extends SimpleForwardingServerCall<Q, A> {
      @GuardedBy("this")
      private boolean closed;

      Held(ServerCall<Q, A> call) {
        super(call);
      }

      void giveWay() {
        close(
            Status.RESOURCE_EXHAUSTED.withDescription(
                "too many calls are open, this one the longest"),
            new Metadata());
      }

      @Override
      public synchronized void sendHeaders(Metadata headers) {
        if (!closed) {
          super.sendHeaders(headers);
        }
      }

      @Override
      public synchronized void sendMessage(A message) {
        if (!closed) {
          super.sendMessage(message);
        }
      }

      @Override
      public synchronized void close(Status status, Metadata trailers) {
        if (!closed) {
          closed = true;
          super.close(status, trailers);
        }
      }
    }
  }
}
