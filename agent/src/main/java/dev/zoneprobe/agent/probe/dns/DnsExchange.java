// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.dns;

import dev.zoneprobe.agent.probe.ConnectFailures;
import dev.zoneprobe.agent.probe.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.dns.AbstractDnsOptPseudoRrRecord;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryEncoder;
import io.netty.handler.codec.dns.DatagramDnsResponseDecoder;
import io.netty.handler.codec.dns.DefaultDnsQuery;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryEncoder;
import io.netty.handler.codec.dns.TcpDnsResponseDecoder;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One try: some questions put to one nameserver, together.
///
/// As in the C library, the questions leave over one new UDP socket, without EDNS, and an answer
/// that is cut off is asked for again over TCP. A socket that is new for every try meets whatever
/// real lookups meet on their way: other DNS pods behind one address, and races in connection
/// tracking. The socket is connected and told of ICMP errors, so a nameserver that does not listen,
/// or that a router cannot reach, is noticed at once.
///
/// Apart from construction, everything happens on one event loop.
final class DnsExchange {
  private static final int IDS = 1 << 16;
  private static final String NO_ANSWER = "no answer in time";

  private final EventLoops loops;
  private final EventLoop loop;
  private final InetSocketAddress nameserver;
  private final Set<DnsSettings.Option> options;
  private final Runnable connects;
  private final Runnable queryLeaves;
  private final Promise<Void> end;
  private final List<DnsAnswer> answers = new ArrayList<>();

  /// By message id; event loop only.
  private final Map<Integer, DnsQuestion> unanswered = new HashMap<>();

  /// How the answer to a message may still come; event loop only.
  private final Map<Integer, Carrier> carriers = new HashMap<>();

  /// Why a message has no answer as yet, the latest news last; event loop only.
  private final SequencedMap<Integer, String> silences = new LinkedHashMap<>();

  private volatile Optional<String> silence = Optional.of("not asked in time");

  /// Who is asked what, and how.
  record Try(
      InetSocketAddress nameserver, List<DnsQuestion> questions, Set<DnsSettings.Option> options) {}

  /// @param way to the nameserver in words, before those of what happened on it; empty for UDP
  private record Carrier(Channel channel, String way) {}

  /// @param connects told of every TCP connection right before it is opened, on the event loop
  /// @param queryLeaves told of every query right before the kernel is, on the event loop: what the
  ///   kernel does while it sends is part of the lookup's time
  /// @param ended told the answers that have come, once, on the event loop: when all have come, or
  ///   time is up, or no channel is left over which another could come
  DnsExchange(
      EventLoops loops,
      Try asked,
      Runnable connects,
      Runnable queryLeaves,
      Consumer<List<DnsAnswer>> ended) {
    this.loops = loops;
    this.loop = loops.group().next();
    this.nameserver = asked.nameserver();
    this.options = asked.options();
    this.connects = connects;
    this.queryLeaves = queryLeaves;
    this.end = loop.newPromise();
    end.addListener(_ -> ended.accept(List.copyOf(answers)));
    int firstId = ThreadLocalRandom.current().nextInt(IDS);
    for (DnsQuestion question : asked.questions()) {
      unanswered.put((firstId + unanswered.size()) % IDS, question);
    }
  }

  /// Asks, and waits for answers at most as long as `timeout`. Does not block.
  void begin(Duration timeout) {
    ScheduledFuture<?> timeUp = loop.schedule(this::end, timeout.toNanos(), TimeUnit.NANOSECONDS);
    end.addListener(_ -> timeUp.cancel(false));
    loop.execute(() -> {
      if (timeUp.getDelay(TimeUnit.NANOSECONDS) > 0) { // else the event loop was held up
        ask();
      }
    });
  }

  private void ask() {
    if (options.contains(DnsSettings.Option.USE_VC)) {
      askOverTcp(unanswered, "over TCP: ");
    } else {
      askOverUdp();
    }
  }

  /// Nobody waits for it any more: until it has ended, it is left over.
  void leave() {
    loops.leftovers().until(end);
  }

  /// Why the nameserver has not answered everything so far, in words that name it; of several
  /// reasons, the latest. If it has by now, that was too late; if it was never asked, the event
  /// loop was held up. Any thread.
  String silence() {
    String name = NetUtil.toSocketAddressString(nameserver);
    return "nameserver %s: %s".formatted(name, silence.orElse(NO_ANSWER));
  }

  private void askOverUdp() {
    Bootstrap bootstrap =
        bootstrap(new DatagramDnsQueryEncoder(), new DatagramDnsResponseDecoder())
            .channel(loops.datagramChannel());
    loops.tellingOfIcmp(nameserver.getAddress()).forEach(bootstrap::option);
    open(
        unanswered,
        bootstrap,
        "",
        channel ->
            unanswered.forEach((id, question) ->
                write(channel, withEdns(new DatagramDnsQuery(null, nameserver, id)), question)));
  }

  private DnsQuery withEdns(DnsQuery query) {
    return options.contains(DnsSettings.Option.EDNS0)
        ? query.addRecord(DnsSection.ADDITIONAL, new LongerAnswers())
        : query;
  }

  private void askOverTcp(Map<Integer, DnsQuestion> questions, String way) {
    connects.run();
    open(
        questions,
        bootstrap(new TcpDnsQueryEncoder(), new TcpDnsResponseDecoder())
            .channel(loops.socketChannel())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0),
        way,
        channel ->
            questions.forEach((id, question) -> write(channel, new DefaultDnsQuery(id), question)));
  }

  private Bootstrap bootstrap(ChannelHandler encoder, ChannelHandler decoder) {
    return new Bootstrap()
        .group(loop)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel.pipeline().addLast(encoder, decoder, new Reader());
              }
            });
  }

  private void open(
      Map<Integer, DnsQuestion> questions, Bootstrap bootstrap, String way, Consumer<Channel> ask) {
    ChannelFuture opening = bootstrap.connect(nameserver);
    Channel channel = opening.channel();
    questions
        .keySet()
        .forEach(id -> {
          carriers.put(id, new Carrier(channel, way));
          silent(id, way + NO_ANSWER);
        });
    end.addListener(_ -> closeLater(channel));
    opening.addListener(opened -> {
      if (opened.isSuccess()) {
        ask.accept(channel);
        channel.flush();
      } else {
        String why = ConnectFailures.words(opened.cause());
        // Without a descriptor, Netty tells it on another thread.
        loop.execute(() -> lost(channel, why));
      }
    });
  }

  /// Never within a read: Netty's datagram channel would go on reading from its file descriptor,
  /// which may by then belong to a socket of another thread, and block the event loop there.
  private void closeLater(Channel channel) {
    if (channel.isRegistered()) {
      loops.leftovers().until(channel.closeFuture());
      loop.execute(() -> close(channel));
    }
  }

  private static void close(Channel channel) {
    ChannelFuture _ = channel.close();
  }

  private void write(Channel channel, DnsQuery query, DnsQuestion question) {
    query.setRecursionDesired(true).addRecord(DnsSection.QUESTION, question);
    channel
        .write(query)
        .addListener(sent -> {
          if (!sent.isSuccess()) {
            lost(channel, ConnectFailures.words(sent.cause()));
          }
        });
    queryLeaves.run();
  }

  private void received(DnsResponse response, Channel channel) {
    DnsQuestion question = unanswered.get(response.id());
    if (question == null || !answers(question, response)) {
      return;
    }
    if (response.isTruncated() && channel instanceof DatagramChannel) {
      Carrier carrier = carriers.get(response.id());
      if (carrier != null && carrier.channel().equals(channel)) {
        askOverTcp(Map.of(response.id(), question), "truncated over UDP, then over TCP: ");
      }
      return;
    }
    answers.add(DnsAnswer.of(response, question, nameserver));
    unanswered.remove(response.id());
    carriers.remove(response.id());
    answered(response.id());
    endIfNothingCanCome();
  }

  /// A nameserver may leave the question out of an answer that only refuses it.
  private static boolean answers(DnsQuestion question, DnsResponse response) {
    if (response.count(DnsSection.QUESTION) == 0) {
      return !response.code().equals(DnsResponseCode.NOERROR);
    }
    DnsQuestion answered = response.recordAt(DnsSection.QUESTION);
    return answered.type().equals(question.type())
        && answered.name().equalsIgnoreCase(question.name());
  }

  /// Nothing comes over `channel` any more. What it was to bring stays unanswered; other channels
  /// go on. It is closed: an ICMP error that nobody fetches would wake the event loop for ever.
  private void lost(Channel channel, String why) {
    carriers.forEach((id, carrier) -> {
      if (carrier.channel().equals(channel)) {
        silent(id, carrier.way() + why);
      }
    });
    carriers.values().removeIf(carrier -> carrier.channel().equals(channel));
    closeLater(channel);
    endIfNothingCanCome();
  }

  /// What comes after the end, as the channels are closed, is no news.
  private void silent(int id, String why) {
    if (!end.isDone()) {
      silences.putLast(id, why);
      silence = Optional.of(why);
    }
  }

  private void answered(int id) {
    silences.remove(id);
    silence = Optional.ofNullable(silences.lastEntry()).map(Map.Entry::getValue);
  }

  private void endIfNothingCanCome() {
    if (carriers.isEmpty()) {
      end();
    }
  }

  private void end() {
    end.trySuccess(null);
  }

  /// Says how long a datagram may be: as the C library does, no longer than goes through everywhere
  /// in one piece.
  private static final class LongerAnswers extends AbstractDnsOptPseudoRrRecord {
    private static final int DATAGRAM_BYTES = 1200;

    LongerAnswers() {
      super(DATAGRAM_BYTES);
    }
  }

  private final class Reader extends SimpleChannelInboundHandler<DnsResponse> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, DnsResponse response) {
      received(response, context.channel());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      lost(context.channel(), "closed without an answer");
    }

    /// What cannot be decoded is no answer, and the answer may still come; not over a broken
    /// socket.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (cause instanceof IOException) {
        lost(context.channel(), ConnectFailures.words(cause));
      }
    }
  }
}
