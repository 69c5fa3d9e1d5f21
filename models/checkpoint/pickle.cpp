#include "checkpoint/pickle.h"

#include "checkpoint/picklemachine.h"

#include <array>
#include <fmt/format.h>

namespace inceptoscope {

namespace {

using Kind = Pickle::Kind;
using Run = void (*)(PickleMachine &);
using Machine = PickleMachine;

struct Instruction
{
    unsigned char code;
    Run run;
};

// The names Python's pickletools gives them, in its order of protocols.
constexpr Instruction instructions[] = {
    {'I', [](Machine &m) { m.pushIntLine(); }}, // INT
    {'L', [](Machine &m) { m.pushLongLine(); }}, // LONG
    {'J', [](Machine &m) { m.pushInt<std::int32_t>(); }}, // BININT
    {'K', [](Machine &m) { m.pushInt<std::uint8_t>(); }}, // BININT1
    {'M', [](Machine &m) { m.pushInt<std::uint16_t>(); }}, // BININT2
    {0x8a, [](Machine &m) { m.pushLong<std::uint8_t>(); }}, // LONG1
    {0x8b, [](Machine &m) { m.pushLong<std::uint32_t>(); }}, // LONG4
    {'F', [](Machine &m) { m.pushDoubleLine(); }}, // FLOAT
    {'G', [](Machine &m) { m.pushDouble(); }}, // BINFLOAT
    {'N', [](Machine &m) { m.push({}); }}, // NONE
    {0x88, [](Machine &m) { m.pushBool(true); }}, // NEWTRUE
    {0x89, [](Machine &m) { m.pushBool(false); }}, // NEWFALSE
    {'S', [](Machine &m) { m.pushQuotedLine(); }}, // STRING
    {'V', [](Machine &m) { m.pushTextLine(); }}, // UNICODE
    {'T', [](Machine &m) { m.pushText<std::uint32_t>(Kind::String); }}, // BINSTRING
    {'U', [](Machine &m) { m.pushText<std::uint8_t>(Kind::String); }}, // SHORT_BINSTRING
    {'X', [](Machine &m) { m.pushText<std::uint32_t>(Kind::String); }}, // BINUNICODE
    {0x8c, [](Machine &m) { m.pushText<std::uint8_t>(Kind::String); }}, // SHORT_BINUNICODE
    {0x8d, [](Machine &m) { m.pushText<std::uint64_t>(Kind::String); }}, // BINUNICODE8
    {'B', [](Machine &m) { m.pushText<std::uint32_t>(Kind::Bytes); }}, // BINBYTES
    {'C', [](Machine &m) { m.pushText<std::uint8_t>(Kind::Bytes); }}, // SHORT_BINBYTES
    {0x8e, [](Machine &m) { m.pushText<std::uint64_t>(Kind::Bytes); }}, // BINBYTES8
    {0x96, [](Machine &m) { m.pushText<std::uint64_t>(Kind::Bytes); }}, // BYTEARRAY8
    {']', [](Machine &m) { m.push({.kind = Kind::List}); }}, // EMPTY_LIST
    {'l', [](Machine &m) { m.makeMarked(Kind::List); }}, // LIST
    {'a', [](Machine &m) { m.append(); }}, // APPEND
    {'e', [](Machine &m) { m.appendMarked(); }}, // APPENDS
    {')', [](Machine &m) { m.makeTuple(0); }}, // EMPTY_TUPLE
    {'t', [](Machine &m) { m.makeMarked(Kind::Tuple); }}, // TUPLE
    {0x85, [](Machine &m) { m.makeTuple(1); }}, // TUPLE1
    {0x86, [](Machine &m) { m.makeTuple(2); }}, // TUPLE2
    {0x87, [](Machine &m) { m.makeTuple(3); }}, // TUPLE3
    {'}', [](Machine &m) { m.push({.kind = Kind::Dict}); }}, // EMPTY_DICT
    {'d', [](Machine &m) { m.makeMarked(Kind::Dict); }}, // DICT
    {'s', [](Machine &m) { m.setItem(); }}, // SETITEM
    {'u', [](Machine &m) { m.setMarked(); }}, // SETITEMS
    {'0', [](Machine &m) { m.pop(); }}, // POP
    {'1', [](Machine &m) { m.popMark(); }}, // POP_MARK
    {'2', [](Machine &m) { m.duplicate(); }}, // DUP
    {'(', [](Machine &m) { m.mark(); }}, // MARK
    {'g', [](Machine &m) { m.getLine(); }}, // GET
    {'h', [](Machine &m) { m.get<std::uint8_t>(); }}, // BINGET
    {'j', [](Machine &m) { m.get<std::uint32_t>(); }}, // LONG_BINGET
    {'p', [](Machine &m) { m.putLine(); }}, // PUT
    {'q', [](Machine &m) { m.put<std::uint8_t>(); }}, // BINPUT
    {'r', [](Machine &m) { m.put<std::uint32_t>(); }}, // LONG_BINPUT
    {0x94, [](Machine &m) { m.putNext(); }}, // MEMOIZE
    {'c', [](Machine &m) { m.globalLines(); }}, // GLOBAL
    {'i', [](Machine &m) { m.instance(); }}, // INST
    {0x93, [](Machine &m) { m.globalOnStack(); }}, // STACK_GLOBAL
    {'R', [](Machine &m) { m.reduce(); }}, // REDUCE
    {0x81, [](Machine &m) { m.reduce(); }}, // NEWOBJ
    {'b', [](Machine &m) { m.build(); }}, // BUILD
    {'Q', [](Machine &m) { m.persistent(); }}, // BINPERSID
    {0x80, [](Machine &m) { m.protocol(); }}, // PROTO
    {0x95, [](Machine &m) { m.frame(); }}, // FRAME
    {'.', [](Machine &m) { m.stop(); }}, // STOP
};

constexpr std::array<Run, 256> tableOfInstructions()
{
    std::array<Run, 256> table{};
    for (const Instruction &instruction : instructions)
        table[instruction.code] = instruction.run;
    return table;
}

constexpr std::array<Run, 256> runs = tableOfInstructions();

void step(ByteCursor &cursor, PickleMachine &machine)
{
    const std::size_t at = cursor.position();
    const auto code = cursor.number<std::uint8_t>();
    if (!cursor.failed() && !runs[code])
        machine.fail(fmt::format("its pickle has the instruction 0x{:02x} at byte {}, which no "
                                 "dictionary of tensors needs",
                                 code, at));
    else if (!cursor.failed())
        runs[code](machine);
    if (cursor.failed())
        machine.fail({});
}

} // namespace

Expected<Pickle> readPickle(ByteCursor &cursor, KnownGlobal known)
{
    PickleMachine machine(cursor, known);
    while (machine.running())
        step(cursor, machine);
    return machine.result();
}

} // namespace inceptoscope
