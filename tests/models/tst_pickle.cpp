#include "checkpoint/pickle.h"
#include "checkpoint/torchglobals.h"
#include "support/ziparchive.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

using namespace inceptoscope;
using inceptoscope::test::littleEndian;

namespace {

std::string textOf(const Pickle &pickle, const Pickle::Value &value, int depth);

std::string itemsOf(const Pickle &pickle, const Pickle::Value &value, int depth)
{
    std::string text;
    for (const Pickle::Id id : value.items)
        text += (text.empty() ? "" : ", ") + textOf(pickle, pickle.at(id), depth + 1);
    return text;
}

/// As Python would print it, more or less; "…" below eight levels, for a list may contain itself.
std::string textOf(const Pickle &pickle, const Pickle::Value &value, int depth = 0)
{
    if (depth > 8)
        return "…";
    switch (value.kind) {
    case Pickle::Kind::None:
        return "None";
    case Pickle::Kind::Bool:
        return value.integer ? "True" : "False";
    case Pickle::Kind::Int:
        return std::to_string(value.integer);
    case Pickle::Kind::BigInt:
        return fmt::format("big{}", value.text.size());
    case Pickle::Kind::Double:
        return fmt::format("{:g}f", value.real);
    case Pickle::Kind::String:
        return fmt::format("'{}'", value.text);
    case Pickle::Kind::Bytes:
        return fmt::format("b'{}'", value.text);
    case Pickle::Kind::List:
        return "[" + itemsOf(pickle, value, depth) + "]";
    case Pickle::Kind::Tuple:
        return "(" + itemsOf(pickle, value, depth) + ")";
    case Pickle::Kind::Dict:
        return "{" + itemsOf(pickle, value, depth) + "}";
    case Pickle::Kind::Global:
        return std::string(value.text);
    case Pickle::Kind::Call:
        return "call<" + itemsOf(pickle, value, depth) + ">";
    case Pickle::Kind::Persistent:
        return "persistent<" + itemsOf(pickle, value, depth) + ">";
    }
    return {};
}

std::string read(std::string_view bytes)
{
    ByteCursor cursor(std::as_bytes(std::span(bytes)));
    const auto pickle = readPickle(cursor, torchGlobal);
    return pickle ? textOf(*pickle, pickle->root()) : pickle.error().message;
}

/// With zero bytes in it.
template<std::size_t size> std::string raw(const char (&literal)[size])
{
    return {literal, size - 1};
}

std::string repeated(std::string_view text, std::size_t count)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
        all += text;
    return all;
}

struct Row
{
    const char *name;
    std::string bytes;
    std::string answer;
};

void PrintTo(const Row &row, std::ostream *out)
{
    *out << row.name;
}

std::string refused(const std::string &name)
{
    return "its pickle asks for " + name
        + ", which is never run: only tensors and plain values are read, as "
          "torch.save(model.state_dict(), …) writes them";
}

const std::string noValue = "its pickle takes a value where there is none";
const std::string cutShort = "its pickle is cut short";

// What Python's pickle.dumps gives, or pickletools' instructions put together by hand.
const std::vector<Row> rows{
    {"none", "\x80\x02N.", "None"},
    {"numbers",
     raw("\x80\x02(K\x07M\xe9\x03J\xff\xff\xff\xff\x8a\x00\x8a\x02\xff\x7f\x8a\x01\x80"
         "\x8b\x02\x00\x00\x00\x01\x00\x88\x89t."),
     "(7, 1001, -1, 0, 32767, -128, 1, True, False)"},
    {"bigNumber",
     "\x8a\x0al\xfc\x9c"
     "F\xf9 j\xa8P\x19.",
     "big10"},
    {"doubles",
     raw("(G?\xf8\x00\x00\x00\x00\x00\x00"
         "F-2.5\nt."),
     "(1.5f, -2.5f)"},
    {"texts", raw("(X\x03\x00\x00\x00\xed\x95\x9c\x8c\x01yT\x01\x00\x00\x00zU\x01wC\x01qt."),
     "('한', 'y', 'z', 'w', b'q')"},
    {"protocol0", "(lp0\nI1\naI01\naI00\naL-9L\naS'a'\naVb\na(dp1\nVk\np2\ng2\nsa.",
     "[1, True, False, -9, 'a', 'b', {'k', 'k'}]"},
    {"protocol4",
     raw("\x80\x04\x95\x0f\x00\x00\x00\x00\x00\x00\x00}\x94(\x8c\x01"
         "a\x94K\x01\x8c\x01"
         "bh\x01u."),
     "{'a', 1, 'b', 'a'}"},
    {"tuples", "(N\x85NN\x86NNN\x87)t.", "((None), (None, None), (None, None, None), ())"},
    {"marks",
     "(NN1N(K\x01K\x02"
     "1K\x05"
     "0.",
     "None"},
    {"lists",
     "](K\x01K\x02"
     "eK\x03"
     "a(K\x04l\x86.",
     "([1, 2, 3], [4])"},
    {"dictionaries", "}(K\x01K\x02uK\x03K\x04s.", "{1, 2, 3, 4}"},
    {"orderedDict", "ccollections\nOrderedDict\n)R(K\x01K\x02u.", "{1, 2}"},
    {"orderedDictOfPairs",
     "ccollections\nOrderedDict\n]](K\x01K\x02"
     "ea\x85R.",
     "{1, 2}"},
    {"orderedDictByName",
     "\x8c\x0b"
     "collections\x8c\x0bOrderedDict\x93)\x81.",
     "{}"},
    {"metadata", "ccollections\nOrderedDict\n)R}U\x09_metadataNsb.", "{}"},
    {"globalCut", "ctorch.nn\n", cutShort},
    {"size", "ctorch\nSize\nK\x02K\x03\x86\x85R.", "call<torch.Size, ((2, 3))>"},
    {"sizeByInst", "(K\x02K\x03itorch\nSize\n.", "call<torch.Size, (2, 3)>"},
    {"namespace", "cargparse\nNamespace\n)\x81}U\x02lrG?\xb9\x99\x99\x99\x99\x99\x9asb.",
     "call<argparse.Namespace, ()>"},
    {"numpyScalar",
     "cnumpy.core.multiarray\nscalar\ncnumpy\ndtype\nU\x02"
     "f8\x89\x88\x87RC\x08"
     "12345678\x86R.",
     "call<numpy.core.multiarray.scalar, (call<numpy.dtype, ('f8', False, True)>, b'12345678')>"},
    {"storage", "U\x07storagectorch\nFloatStorage\n\x86Q.",
     "persistent<('storage', torch.FloatStorage)>"},
    {"dtypes", "ctorch\nbfloat16\nctorch.storage\n_TypedStorage\n\x86.",
     "(torch.bfloat16, torch.storage._TypedStorage)"},
    {"containsItself",
     "]q\x01h\x01"
     "a.",
     "[[[[[[[[[…]]]]]]]]]"},
    {"duplicate",
     "K\x01"
     "2\x86.",
     "(1, 1)"},

    {"empty", "", cutShort},
    {"noStop", "\x80\x02N", cutShort},
    {"protocol6", "\x80\x06N.", "its pickle has the protocol 6, which is unknown here"},
    {"osSystem", "cos\nsystem\nU\x02ls\x85R.", refused("\"os.system\"")},
    {"osSystemByName", "\x8c\x05posix\x8c\x06system\x93\x8c\x02ls\x85R.",
     refused("\"posix.system\"")},
    {"numpyLoad", "cnumpy\nload\n.", refused("\"numpy.load\"")},
    {"eval", "c__builtin__\neval\n.", refused("\"__builtin__.eval\"")},
    {"nearlyAllowed", "ctorch\nFloatStorage.system\n.", refused("\"torch.FloatStorage.system\"")},
    {"otherCut", "ctorch.storage\nTypedStorag\n.", refused("\"torch.storage.TypedStorag\"")},
    {"emptyNames", "c\n\n.", refused("\".\"")},
    {"namesOfControlCharacters", "co\x1bs\nsys\ttem\n.", refused("\"o\\x1bs.sys\\ttem\"")},
    {"inst", "(U\x02lsios\nsystem\n.", refused("\"os.system\"")},
    {"instCut", "(itorch\nSi", cutShort},
    {"instWithoutMark", "itorch\nSize\n.",
     "its pickle takes values up to a mark where there is none"},
    {"extension", "\x82\x01.",
     "its pickle has the instruction 0x82 at byte 0, which no dictionary of tensors needs"},
    {"callsText", "U\x02os)R.", "its pickle calls something that is no class or function"},
    {"callsWithoutTuple", "ctorch\nSize\nNR.",
     "its pickle calls something that is no class or function"},
    {"orderedDictOfText", "ccollections\nOrderedDict\nU\x01x\x85R.",
     "its pickle makes an OrderedDict of something that is no list of pairs"},
    {"orderedDictOfTriples",
     "ccollections\nOrderedDict\n]NNN\x87"
     "a\x85R.",
     "its pickle makes an OrderedDict of something that is no list of pairs"},
    {"classByNumber", "K\x01K\x02\x93.", "its pickle names a class by something that is no text"},
    {"buildOnText", "U\x01xNb.", "its pickle sets members of something that has none"},
    {"popNothing", "0.", noValue},
    {"tupleOfNothing", "N\x86.", noValue},
    {"belowMark", "N(\x85.", noValue},
    {"appendToNothing", "Na.", noValue},
    {"noMark", "t.", "its pickle takes values up to a mark where there is none"},
    {"appendToNone", "NNa.", "its pickle puts items into something that is no list"},
    {"setOnList", "]NNs.", "its pickle puts items into something that is no dictionary"},
    {"oddItems", "}(Nu.", "its pickle has a key without a value"},
    {"oddDictionary", "(Nd.", "its pickle has a key without a value"},
    {"twoValues", "NN.", "its pickle ends with something other than one value"},
    {"noValueLeft", "N0.", "its pickle ends with something other than one value"},
    {"openMark", "N(.", "its pickle ends with something other than one value"},
    {"unknownMemo", "h\x05.", "its pickle uses the value 5, which it has not remembered"},
    {"memoOfNothing", "q\x05.", noValue},
    {"badIndex", "gx\n.", "its pickle has \"x\" for a number"},
    {"badInt", "I12a\n.", "its pickle has \"12a\" for a number"},
    {"hugeInt", "L99999999999999999999L\n.",
     "its pickle has \"99999999999999999999\" for a number"},
    {"badFloat", "Fabc\n.", "its pickle has \"abc\" for a number"},
    {"badQuotes", "Sabc\n.", "its pickle has the text abc, which cannot be read"},
    {"escapedText", "V\\u0041\n.", "its pickle has the text \\u0041, which cannot be read"},
    {"textBeyondEnd",
     raw("X\xff\xff\xff\x7f"
         "abc"),
     cutShort},
    {"textOf2To63",
     raw("\x8d\xff\xff\xff\xff\xff\xff\xff\xff"
         "abc"),
     cutShort},
    {"longBeyondEnd", raw("\x8b\xff\xff\xff\xff"), cutShort},
    {"deep", std::string(1'001, '('), "its pickle is nested more than 1000 deep"},
};

class Pickles : public testing::TestWithParam<Row>
{
};

TEST_P(Pickles, AreReadOrRefused)
{
    EXPECT_EQ(read(GetParam().bytes), GetParam().answer);
}

INSTANTIATE_TEST_SUITE_P(Pickle, Pickles, testing::ValuesIn(rows),
                         [](const auto &row) { return row.param.name; });

TEST(Pickle, LeavesTheCursorBehindItsEnd)
{
    const std::string_view bytes = "\x80\x02K\x01.\x80\x02K\x02.rest";
    ByteCursor cursor(std::as_bytes(std::span(bytes)));
    EXPECT_EQ(readPickle(cursor, torchGlobal)->root().integer, 1);
    EXPECT_EQ(readPickle(cursor, torchGlobal)->root().integer, 2);
    EXPECT_EQ(cursor.left(), 4U);
}

/// Nested as deep as there is room for, without a mark: freeing it must not recurse either.
TEST(Pickle, NestsWithoutRecursion)
{
    const std::string bytes = "N" + std::string(900'000, '\x85') + ".";
    ByteCursor cursor(std::as_bytes(std::span(bytes)));
    EXPECT_TRUE(readPickle(cursor, torchGlobal));
}

TEST(Pickle, BoundsWhatItHolds)
{
    EXPECT_EQ(read(std::string(1'100'000, 'N')), "its pickle has more than 1000000 values");
    EXPECT_EQ(read("N" + std::string(4'100'000, '2')),
              "its pickle has more than 4000000 values at hand");
    std::string memo = "N";
    for (std::uint32_t i = 0; i <= 1'000'000; ++i)
        memo += "r" + littleEndian(i);
    EXPECT_EQ(read(memo), "its pickle remembers more than 1000000 values");
    EXPECT_EQ(read("Nr" + littleEndian(0xffffffffU) + "."),
              "its pickle remembers more than 1000000 values");
}

/// One long list of pairs, made into dictionaries again and again by a few bytes each.
TEST(Pickle, BoundsWhatSharingMultiplies)
{
    const std::string pair = "h\x02";
    const std::string bytes = "NN\x86q\x02" + std::string("0](") + repeated(pair, 100'000)
        + "e\x85q\x01" + repeated("ccollections\nOrderedDict\nh\x01R", 1'000) + ".";
    EXPECT_EQ(read(bytes), "its pickle's lists have more than 4000000 items");
}

TEST(Pickle, SurvivesEveryCutAndEveryChangedByte)
{
    const std::string whole = "\x80\x02"
                              "ccollections\nOrderedDict\nq\x01)R(X\x01"
        + std::string(3, '\0')
        + "actorch._utils\n_rebuild_tensor_v2\n(U\x07storagectorch\nFloatStorage\n\x86QK\x01K\x02"
          "\x86\x89h\x01)RtRu}b.";
    ASSERT_EQ(read(whole),
              "{'a', call<torch._utils._rebuild_tensor_v2, (persistent<('storage', "
              "torch.FloatStorage)>, (1, 2), False, {})>}");
    for (std::size_t i = 0; i < whole.size(); ++i) {
        EXPECT_EQ(read(whole.substr(0, i)), cutShort) << i;
        for (int byte = 0; byte < 256; ++byte) {
            std::string damaged = whole;
            damaged[i] = static_cast<char>(byte);
            EXPECT_FALSE(read(damaged).empty()) << i;
        }
    }
}

} // namespace
