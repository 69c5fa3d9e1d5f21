#include "curves/readers/crc32c.h"
#include "curves/readers/eventfilereader.h"
#include "support/eventfiles.h"
#include "support/printedlogs.h"

#include <atomic>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <map>
#include <new>
#include <optional>
#include <random>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();

/// The run, without its name and format, and the reasons.
std::string readEvents(const std::string &bytes, Tail tail = Tail::Take, bool ahead = false)
{
    EventFileReader reader(tail, ahead);
    RunsByPart runs;
    const MemoryBytes source(bytes);
    const auto more = reader.readOn(source, runs, all);
    EXPECT_TRUE(more && !*more);
    std::string text;
    for (const auto &[tag, series] : runs.at("").series)
        text += tag + ": " + printed(series) + '\n';
    for (const std::string &reason : reader.faults().reasons())
        text += "! " + reason + '\n';
    return text;
}

std::string fromHex(std::string_view digits)
{
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2)
        bytes += static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16));
    return bytes;
}

/// Tensor of rank 0: its dtype, an empty shape, and the field with the number.
std::string tensor(int dtype, const std::string &number)
{
    return integerField(1, dtype) + bytesField(2, "") + number;
}

std::string tensorRecord(const std::string &fields)
{
    return summaryRecord(1, 1, tensorValue("t", fields));
}

void flip(std::string &bytes, std::size_t at)
{
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
}

/// Bytes that no compression shrinks.
std::string noise(std::size_t size)
{
    std::mt19937 random(1);
    std::string bytes(size, '\0');
    for (char &each : bytes)
        each = static_cast<char>(random());
    return bytes;
}

std::string imageValue(std::string_view tag, std::size_t size)
{
    return bytesField(1,
                      bytesField(1, tag) + scalarMetadata("images")
                          + bytesField(4, integerField(1, 8) + bytesField(4, noise(size))));
}

/// Its second half is an error, or takes more memory than there is.
class HalfReadable : public MemoryBytes
{
public:
    HalfReadable(std::string bytes, bool takesMemory)
        : MemoryBytes(std::move(bytes))
        , m_takesMemory(takesMemory)
    {
    }

    Expected<std::size_t> read(std::uint64_t offset, std::span<char> out) const override
    {
        if (offset < *size() / 2)
            return MemoryBytes::read(offset, out);
        if (m_takesMemory)
            throw std::bad_alloc();
        return failure("the disk is gone");
    }

private:
    bool m_takesMemory;
};

/// Notes how much is read of it, and how much at once.
class WatchedBytes : public MemoryBytes
{
public:
    using MemoryBytes::MemoryBytes;

    Expected<std::size_t> read(std::uint64_t offset, std::span<char> out) const override
    {
        const auto count = MemoryBytes::read(offset, out);
        m_all += count.value_or(0);
        for (std::size_t largest = m_largest;
             largest < out.size() && !m_largest.compare_exchange_weak(largest, out.size());) { }
        return count;
    }

    std::size_t all() const { return m_all; }
    std::size_t largest() const { return m_largest; }

private:
    mutable std::atomic<std::size_t> m_all = 0;
    mutable std::atomic<std::size_t> m_largest = 0;
};

} // namespace

TEST(Crc32c, IsCastagnolis)
{
    for (const auto crc : {crc32cByTable, crc32c}) {
        EXPECT_EQ(crc("123456789", 0), 0xe3069283U);
        EXPECT_EQ(crc(std::string(32, '\0'), 0), 0x8a9136aaU);
        EXPECT_EQ(maskedCrc(crc("\x1a\x11"
                                "CRC test, one two",
                                0)),
                  0x5794d08aU);
        EXPECT_EQ(crc("", 0), 0U);
        EXPECT_EQ(crc("456789", crc("123", 0)), 0xe3069283U);
    }
    const std::string bytes = noise(1000);
    for (std::size_t length = 0; length < 100; ++length) {
        const auto some = std::string_view(bytes).substr(length, 7 * length);
        ASSERT_EQ(crc32c(some), slowCrc32c(some));
        ASSERT_EQ(crc32cByTable(some), slowCrc32c(some));
    }
}

TEST(EventFiles, ARecordMadeByHandIsRead)
{
    const std::string record =
        fromHex("1a00000000000000129bd82d09000000000000f03f10032a0d0a0b0a046c"
                "6f7373150000003f7fb84377");
    EXPECT_EQ(record, scalarRecord(1.0, 3, "loss", 0.5F));
    EXPECT_EQ(readEvents(record), "loss: 3:0.5w1\n");
}

TEST(EventFiles, ScalarsAreReadInOrder)
{
    std::string bytes = versionRecord();
    for (int step = 0; step < 3; ++step) {
        const auto at = static_cast<float>(step);
        bytes += scalarRecord(1.7e9 + step, step, "loss", 1 - at / 4);
        bytes += summaryRecord(1.7e9 + step, std::int64_t{10} * step,
                               simpleValue("a", at) + simpleValue("b/ä", -at));
    }
    EXPECT_EQ(readEvents(bytes),
              "a: 0:0w1700000000 10:1w1700000001 20:2w1700000002\n"
              "b/ä: 0:-0w1700000000 10:-1w1700000001 20:-2w1700000002\n"
              "loss: 0:1w1700000000 1:0.75w1700000001 2:0.5w1700000002\n");
}

TEST(EventFiles, ValuesThatAreNotFiniteAreKept)
{
    const float infinity = std::numeric_limits<float>::infinity();
    EXPECT_EQ(readEvents(scalarRecord(1, 1, "x", infinity) + scalarRecord(2, 2, "x", -infinity)
                         + scalarRecord(3, 3, "x", std::nanf(""))),
              "x: 1:infw1 2:-infw2 3:nanw3\n");
}

TEST(EventFiles, TensorsOfRankZeroAreScalars)
{
    const std::string half = littleEndian(std::uint16_t{0x3800}); // 0.5
    const std::string brain = littleEndian(std::uint16_t{0x3f00}); // 0.5
    const std::vector<std::string> halves{
        tensor(1, bytesField(4, littleEndian(0.5F))),
        tensor(2, bytesField(4, littleEndian(0.5))),
        tensor(14, bytesField(4, brain)),
        tensor(19, bytesField(4, half)),
        tensor(1, floatField(5, 0.5F)),
        tensor(1, bytesField(5, littleEndian(0.5F))), // packed
        tensor(2, doubleField(6, 0.5)),
        tensor(14, integerField(13, 0x3f00)),
        tensor(19, bytesField(13, varint(0x3800))),
    };
    for (const std::string &each : halves)
        EXPECT_EQ(readEvents(tensorRecord(each)), "t: 1:0.5w1\n");
    const std::vector<std::string> sevens{
        tensor(3, integerField(7, -7)),
        tensor(3, bytesField(4, littleEndian(std::uint32_t(-7)))),
        tensor(9, integerField(10, -7)),
        tensor(9, bytesField(4, littleEndian(std::uint64_t(-7)))),
    };
    for (const std::string &each : sevens)
        EXPECT_EQ(readEvents(tensorRecord(each)), "t: 1:-7w1\n");
    EXPECT_EQ(readEvents(tensorRecord(tensor(1, ""))), "t: 1:0w1\n"); // zeros may be left out
}

TEST(EventFiles, OtherTensorsAreNot)
{
    const std::string number = floatField(5, 0.5F);
    const std::string vector =
        integerField(1, 1) + bytesField(2, bytesField(2, integerField(1, 1))) + number;
    const std::string unknownRank = integerField(1, 1) + bytesField(2, integerField(3, 1)) + number;
    const std::string text = tensor(7, bytesField(8, "text"));
    for (const std::string &each :
         {vector, unknownRank, text, tensor(1, bytesField(4, std::string(12, 'x')))})
        EXPECT_EQ(readEvents(tensorRecord(each)), "");
    EXPECT_EQ(readEvents(summaryRecord(
                  1, 1, tensorValue("t", tensor(1, number), scalarMetadata("hparams")))),
              "");
}

TEST(EventFiles, MetadataMayStandOnTheFirstValueOnly)
{
    const std::string half = tensor(1, floatField(5, 0.5F));
    const auto both = [&half](std::string_view plugin) {
        return readEvents(summaryRecord(1, 1, tensorValue("t", half, scalarMetadata(plugin)))
                          + summaryRecord(2, 2, tensorValue("t", half, "")));
    };
    EXPECT_EQ(both("scalars"), "t: 1:0.5w1 2:0.5w2\n");
    EXPECT_EQ(both("other"), "");
    const std::string scalarClass = bytesField(9, integerField(4, 1));
    const std::string tensorClass = bytesField(9, integerField(4, 2));
    EXPECT_EQ(readEvents(summaryRecord(1, 1, tensorValue("t", half, scalarClass))), "t: 1:0.5w1\n");
    EXPECT_EQ(readEvents(summaryRecord(1, 1, tensorValue("t", half, tensorClass))), "");
}

TEST(EventFiles, ADamagedRecordIsLeftOut)
{
    std::string damaged = scalarRecord(2, 2, "loss", 0.25F);
    flip(damaged, 20);
    const std::string first = scalarRecord(1, 1, "loss", 0.5F);
    const std::string last = scalarRecord(3, 3, "loss", 0.125F);
    EXPECT_EQ(readEvents(first + damaged + last),
              "loss: 1:0.5w1 3:0.125w3\n"
              "! the record at byte 42 has a wrong checksum and is left out\n");
    EXPECT_EQ(readEvents(damaged + damaged + first + damaged),
              "loss: 1:0.5w1\n"
              "! the record at byte 0 has a wrong checksum and is left out; so are 2 more\n");
    EXPECT_EQ(readEvents(first + eventRecord("\xff\xff") + last),
              "loss: 1:0.5w1 3:0.125w3\n"
              "! the record at byte 42 is no event and is left out\n");
}

TEST(EventFiles, ADamagedLengthEndsTheFile)
{
    std::string damaged = scalarRecord(2, 2, "loss", 0.25F);
    flip(damaged, 0);
    const std::string first = scalarRecord(1, 1, "loss", 0.5F);
    const std::string expected = "loss: 1:0.5w1\n"
                                 "! the length of the record at byte 42 is damaged; what follows "
                                 "cannot be read\n";
    EXPECT_EQ(readEvents(first + damaged + first), expected);
    EXPECT_EQ(readEvents(first + std::string(100, '\0')), expected);
}

TEST(EventFiles, ACutTailIsToldOrWaitedFor)
{
    const std::string first = scalarRecord(1, 1, "loss", 0.5F);
    const std::string second = scalarRecord(2, 2, "loss", 0.25F);
    for (std::size_t cut = 1; cut < second.size(); ++cut) {
        const std::string bytes = first + second.substr(0, cut);
        ASSERT_EQ(readEvents(bytes),
                  "loss: 1:0.5w1\n"
                  "! the last record, at byte 42, is unfinished and left out\n");
        ASSERT_EQ(readEvents(bytes, Tail::Wait), "loss: 1:0.5w1\n");
    }
    EXPECT_EQ(readEvents(first + second), "loss: 1:0.5w1 2:0.25w2\n");
}

TEST(EventFiles, AHugeLengthTakesNoMemory)
{
    for (const std::uint64_t length :
         {std::uint64_t{1} << 40, ~std::uint64_t{0}, ~std::uint64_t{15}}) {
        const std::string head = littleEndian(length);
        EXPECT_EQ(readEvents(scalarRecord(1, 1, "x", 1) + head + checksum(head) + "rest"),
                  "x: 1:1w1\n"
                  "! the last record, at byte 39, is unfinished and left out\n");
    }
}

TEST(EventFiles, AnAppendedFileIsReadOnWhereItStopped)
{
    std::string bytes = versionRecord();
    for (int i = 0; i < 40; ++i)
        bytes += scalarRecord(i, i, i % 3 ? "a" : "b", static_cast<float>(i));
    EventFileReader reader(Tail::Wait, false);
    RunsByPart runs;
    MemoryBytes source("");
    for (std::size_t at = 0; at < bytes.size(); at += 7) {
        source.append(std::string_view(bytes).substr(at, 7));
        const auto more = reader.readOn(source, runs, all);
        ASSERT_TRUE(more && !*more);
    }
    EXPECT_EQ(reader.offset(), bytes.size());
    RunsByPart whole;
    EventFileReader wholeReader(Tail::Take, false);
    ASSERT_TRUE(wholeReader.readOn(MemoryBytes(bytes), whole, all));
    EXPECT_EQ(runs, whole);
    EXPECT_EQ(runs.at("").series.at("a").size(), 26U);
}

TEST(EventFiles, MuchIsReadInParts)
{
    std::string bytes;
    for (int i = 0; i < 20'000; ++i)
        bytes += scalarRecord(i, i, "tag " + std::to_string(i % 7), static_cast<float>(i));
    EventFileReader reader(Tail::Take, false);
    RunsByPart runs;
    const MemoryBytes source(bytes);
    int parts = 0;
    for (bool more = true; more; ++parts)
        more = reader.readOn(source, runs, 100'000).value();
    EXPECT_GE(parts, 5);
    EXPECT_LE(parts, 10);
    EXPECT_EQ(runs.at("").series.at("tag 3").size(), 2857U);
}

TEST(EventFiles, ReadingAheadChangesNothing)
{
    std::string bytes;
    const std::string image = summaryRecord(0, 0, imageValue("picture", 100'000));
    for (int i = 0; bytes.size() < (std::size_t{12} << 20); ++i) {
        for (int k = 0; k < 20'000; ++k)
            bytes += scalarRecord(k, i * 20'000 + k, k % 2 ? "a" : "b", static_cast<float>(k));
        bytes += image;
    }
    flip(bytes, 6'000'000);
    EXPECT_EQ(readEvents(bytes, Tail::Take, true), readEvents(bytes, Tail::Take, false));
}

/// What is in a piece is put together tag by tag, whatever comes of which tag.
TEST(EventFiles, AnyMixtureIsReadInItsOrder)
{
    const auto half = [](float number) { return tensor(1, floatField(5, number)); };
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random(seed);
        const unsigned tags = 1 + random() % 600;
        const unsigned kinds = 1 + seed % 5;
        std::string bytes;
        std::map<std::string, std::pair<std::optional<bool>, Series>> expected;
        for (int i = 0; i < 5000; ++i) {
            const std::string tag = "tag " + std::to_string(random() % tags);
            const auto number = static_cast<float>(random() % 1000);
            const std::int64_t step = random() % 100 == 0 ? i / 2 : i;
            auto &[isScalar, series] = expected[tag];
            const unsigned kind = random() % kinds;
            const std::string plugin = scalarMetadata(kind == 3 ? "other" : "scalars");
            const std::string values = kind == 0 ? simpleValue(tag, number)
                : kind == 1                      ? tensorValue(tag, half(number), "")
                : kind == 2 || kind == 3         ? tensorValue(tag, half(number), plugin)
                                                 : bytesField(1, bytesField(1, tag) + plugin);
            bytes += summaryRecord(i, step, values);
            if (kind >= 2 && !isScalar)
                isScalar = kind != 3;
            if (kind == 0 || (kind < 4 && isScalar.value_or(true)))
                series.append(
                    {static_cast<double>(step), number, unknownNumber, static_cast<double>(i)});
        }
        std::string text;
        for (const auto &[tag, known] : expected) {
            if (!known.second.empty())
                text += tag + ": " + printed(known.second) + '\n';
        }
        ASSERT_EQ(readEvents(bytes), text) << seed;
    }
}

TEST(EventFiles, WhatCannotBeReadIsTold)
{
    std::string bytes;
    for (int i = 0; bytes.size() < (std::size_t{2} << 20); ++i)
        bytes += scalarRecord(i, i, "loss", 1);
    for (const bool ahead : {false, true}) {
        RunsByPart runs;
        EventFileReader reader(Tail::Take, ahead);
        const auto read = reader.readOn(HalfReadable(bytes, false), runs, all);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().message, "the disk is gone");
        const std::size_t size = runs.at("").series.at("loss").size();
        EXPECT_GT(size, 0U);
        const auto more = reader.readOn(MemoryBytes(bytes), runs, all);
        EXPECT_TRUE(more && !*more);
        EXPECT_EQ(reader.offset(), bytes.size());

        EventFileReader another(Tail::Take, ahead);
        EXPECT_THROW((void)another.readOn(HalfReadable(bytes, true), runs, all), std::bad_alloc);
    }
}

TEST(EventFiles, ScalarsBesidePicturesAreRead)
{
    const std::string values = simpleValue("before", 1) + imageValue("picture", 300'000)
        + simpleValue("behind", 2) + tensorValue("t", tensor(1, floatField(5, 3)));
    const std::string record = summaryRecord(1, 1, values);
    const std::string last = scalarRecord(2, 2, "last", 4);
    EXPECT_EQ(readEvents(record + last), "before: 1:1w1\nbehind: 1:2w1\nlast: 2:4w2\nt: 1:3w1\n");
    std::string damaged = record;
    flip(damaged, 200'000);
    EXPECT_EQ(readEvents(damaged + last),
              "last: 2:4w2\n"
              "! the record at byte 0 is damaged and is left out\n");
}

/// Pictures are not held, and hardly read.
TEST(EventFiles, PicturesTakeNoMemory)
{
    const std::string picture = summaryRecord(1, 1, imageValue("picture", 1'000'000));
    std::string bytes = versionRecord();
    for (int i = 0; i < 20; ++i)
        bytes += scalarRecord(i, i, "loss", 1) + picture;
    for (const bool ahead : {false, true}) {
        EventFileReader reader(Tail::Take, ahead);
        RunsByPart runs;
        const WatchedBytes source(bytes);
        const auto more = reader.readOn(source, runs, all);
        EXPECT_TRUE(more && !*more);
        EXPECT_EQ(runs.at("").series.at("loss").size(), 20U);
        EXPECT_LE(source.largest(), std::size_t{256} << 10);
        EXPECT_LE(source.all(), std::size_t{1} << 20);
    }
    // With a number beside the picture its checksum counts, piece by piece.
    const std::string both =
        summaryRecord(1, 1, imageValue("picture", 5'000'000) + simpleValue("loss", 1));
    EventFileReader reader(Tail::Take, true);
    RunsByPart runs;
    const WatchedBytes source(both);
    EXPECT_TRUE(reader.readOn(source, runs, all));
    EXPECT_EQ(runs.at("").series.at("loss").size(), 1U);
    EXPECT_GE(source.all(), both.size());
    EXPECT_LE(source.largest(), std::size_t{256} << 10);
}

TEST(EventFiles, ADamagedPictureHarmsNobody)
{
    std::string bytes = summaryRecord(1, 1, imageValue("picture", 300'000));
    flip(bytes, 200'000);
    EXPECT_EQ(readEvents(bytes + scalarRecord(2, 2, "last", 4)), "last: 2:4w2\n");
}

TEST(EventFiles, TagsMayBeAnything)
{
    const std::string longTag(5000, 'x');
    EXPECT_EQ(readEvents(scalarRecord(1, 1, "", 1) + scalarRecord(1, 1, "caf\xe9", 2)
                         + scalarRecord(1, 1, longTag, 3) + scalarRecord(1, 1, "good", 4)),
              ": 1:1w1\n"
              "café: 1:2w1\n"
              "good: 1:4w1\n"
              "! there are too many tags, or one with a name of more than 4096 bytes, which are "
              "left out\n");
}

TEST(EventFiles, StepsThatRunBackwardsOverwrite)
{
    std::string bytes;
    for (const int step : {1, 2, 3, 2, 3})
        bytes += scalarRecord(1, step, "loss", static_cast<float>(step));
    EXPECT_EQ(readEvents(bytes), "loss: 1:1w1 [2:2w1 3:3w1] 2:2w1 3:3w1\n");
}

TEST(EventFiles, AnyDamageIsSurvived)
{
    std::string whole = versionRecord();
    for (int i = 0; i < 8; ++i)
        whole += summaryRecord(
            i, i, simpleValue("a", 1) + tensorValue("t", tensor(2, doubleField(6, i))));
    std::mt19937 random(1);
    for (int round = 0; round < 3000; ++round) {
        std::string bytes =
            whole.substr(0, round % 4 ? std::string::npos : random() % whole.size());
        for (int change = 0; change < 1 + round % 3 && !bytes.empty(); ++change)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        readEvents(bytes);
        // Behind a checksum that is right again.
        if (bytes.size() > 60)
            readEvents(eventRecord(std::string_view(bytes).substr(12, 40 + random() % 20)));
    }
}
