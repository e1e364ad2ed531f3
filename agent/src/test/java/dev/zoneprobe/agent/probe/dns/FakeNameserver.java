// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.probe.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsRecordEncoder;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A nameserver on loopback, over UDP and TCP, that says what a test tells it to and remembers what
/// it was asked. Names that it was not told of do not exist.
final class FakeNameserver implements AutoCloseable {
  private final EventLoops loops = EventLoops.start(1);
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final List<String> queries = new CopyOnWriteArrayList<>();
  private final List<Integer> datagramLimits = new CopyOnWriteArrayList<>();
  private final Map<String, Duration> delays = new ConcurrentHashMap<>();
  private final Channel tcp;
  private final Channel udp;
  private final InetSocketAddress address;
  private volatile boolean hangingUp;

  private record Reply(DnsResponseCode code, boolean silent, boolean cutOff, List<String> records) {
    private static Reply of(DnsResponseCode code, String... records) {
      return new Reply(code, false, false, List.of(records));
    }

    private boolean isSilent(boolean udp) {
      return silent && !(udp && cutOff);
    }
  }

  FakeNameserver() {
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    this.tcp =
        new ServerBootstrap()
            .group(loops.group())
            .channel(loops.serverSocketChannel())
            .childHandler(pipeline(TcpDnsQueryDecoder::new, TcpDnsResponseEncoder::new))
            .bind(any)
            .syncUninterruptibly()
            .channel();
    this.address = (InetSocketAddress) tcp.localAddress();
    this.udp =
        new Bootstrap()
            .group(loops.group())
            .channel(loops.datagramChannel())
            .handler(pipeline(DatagramDnsQueryDecoder::new, DatagramDnsResponseEncoder::new))
            .bind(address)
            .syncUninterruptibly()
            .channel();
  }

  InetSocketAddress address() {
    return address;
  }

  /// Every query so far: transport, type, name.
  List<String> queries() {
    return List.copyOf(queries);
  }

  /// How long a datagram each query with EDNS allowed.
  List<Integer> datagramLimits() {
    return List.copyOf(datagramLimits);
  }

  /// Answers `question` (`A web.test.`) with `records` (`web.test. A 192.0.2.1`).
  FakeNameserver answers(String question, String... records) {
    replies.put(question, Reply.of(DnsResponseCode.NOERROR, records));
    return this;
  }

  /// Answers `question` with a response code and nothing else.
  FakeNameserver answers(String question, DnsResponseCode code) {
    replies.put(question, Reply.of(code));
    return this;
  }

  /// Answers `question` with `records`, but over TCP only.
  FakeNameserver cutsOff(String question, String... records) {
    replies.put(question, new Reply(DnsResponseCode.NOERROR, false, true, List.of(records)));
    return this;
  }

  /// Does not answer `question`.
  FakeNameserver ignores(String question) {
    replies.put(question, new Reply(DnsResponseCode.NOERROR, true, false, List.of()));
    return this;
  }

  /// Cuts the answer to `question` off over UDP, and does not answer over TCP.
  FakeNameserver cutsOffAndIgnores(String question) {
    replies.put(question, new Reply(DnsResponseCode.NOERROR, true, true, List.of()));
    return this;
  }

  /// Takes so long over TCP to answer `question`.
  FakeNameserver takes(Duration delay, String question) {
    delays.put(question, delay);
    return this;
  }

  /// Closes every TCP connection once it has answered a query there, or ignored it.
  FakeNameserver hangsUp() {
    hangingUp = true;
    return this;
  }

  /// Lets nobody connect over TCP any more.
  FakeNameserver refusesTcp() {
    close(tcp);
    return this;
  }

  /// Event loops that end soon after they began leave their sockets open.
  @Override
  public void close() {
    close(tcp);
    close(udp);
    loops.close();
  }

  private static void close(Channel channel) {
    if (channel.isOpen()) {
      channel.close().syncUninterruptibly();
    }
  }

  private ChannelInitializer<Channel> pipeline(
      Supplier<ChannelHandler> decoder, Supplier<ChannelHandler> encoder) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(decoder.get(), encoder.get(), new Answering());
      }
    };
  }

  private final class Answering extends SimpleChannelInboundHandler<DnsQuery> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DnsQuery query) {
      DnsQuestion question = query.recordAt(DnsSection.QUESTION);
      String asked = question.type().name() + " " + question.name();
      boolean udp = query instanceof DatagramDnsQuery;
      queries.add((udp ? "udp " : "tcp ") + asked);
      if (query.count(DnsSection.ADDITIONAL) > 0) {
        DnsRecord edns = query.recordAt(DnsSection.ADDITIONAL);
        datagramLimits.add(edns.dnsClass()); // RFC 6891 section 6.1.2
      }
      Reply reply = replies.getOrDefault(asked, Reply.of(DnsResponseCode.NXDOMAIN));
      Duration delay = udp ? Duration.ZERO : delays.getOrDefault(asked, Duration.ZERO);
      Optional<DnsResponse> response =
          reply.isSilent(udp) ? Optional.empty() : Optional.of(response(query, question, reply));
      if (delay.isZero()) {
        answer(context, response, !udp && hangingUp);
      } else {
        Future<?> _ =
            context
                .executor()
                .schedule(
                    () -> answer(context, response, hangingUp),
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
      }
    }

    private static void answer(
        ChannelHandlerContext context, Optional<DnsResponse> response, boolean last) {
      ChannelFuture written =
          response.map(context::writeAndFlush).orElseGet(context::newSucceededFuture);
      if (last) {
        written.addListener(ChannelFutureListener.CLOSE);
      }
    }
  }

  private static DnsResponse response(DnsQuery query, DnsQuestion question, Reply reply) {
    boolean udp = query instanceof DatagramDnsQuery;
    DnsResponse response = emptyResponse(query);
    response.setCode(reply.code()).addRecord(DnsSection.QUESTION, copyOf(question));
    if (udp && reply.cutOff()) {
      return response.setTruncated(true);
    }
    reply.records().forEach(text -> response.addRecord(DnsSection.ANSWER, parse(text)));
    return response;
  }

  private static DnsResponse emptyResponse(DnsQuery query) {
    if (query instanceof DatagramDnsQuery datagram) {
      InetSocketAddress client = datagram.sender();
      return new DatagramDnsResponse(datagram.recipient(), client, query.id());
    }
    return new DefaultDnsResponse(query.id());
  }

  private static DnsQuestion copyOf(DnsQuestion question) {
    return new DefaultDnsQuestion(question.name(), question.type());
  }

  private static DnsRecord parse(String text) {
    List<String> words = List.of(text.split(" "));
    ByteBuf content =
        words.get(1).equals("CNAME")
            ? EncodedName.of(words.get(2))
            : Unpooled.wrappedBuffer(InetAddress.ofLiteral(words.get(2)).getAddress());
    return new DefaultDnsRawRecord(
        words.getFirst(), DnsRecordType.valueOf(words.get(1)), 60, content);
  }

  /// Opens the encoder's way of writing names.
  private static final class EncodedName extends DefaultDnsRecordEncoder {
    private static ByteBuf of(String name) {
      ByteBuf encoded = Unpooled.buffer();
      try {
        new EncodedName().encodeName(name, encoded);
      } catch (Exception e) {
        throw new IllegalArgumentException(name, e);
      }
      return encoded;
    }
  }
}
