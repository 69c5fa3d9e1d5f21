// Writes the inputs that fuzzing begins with: make_seeds FOLDER
#include "checkpoint/zipreader.h"
#include "support/eventfiles.h"
#include "support/hostilefiles.h"
#include "support/picturefiles.h"
#include "support/temporaryfolder.h"
#include "support/testdata.h"
#include "support/ziparchive.h"

#include <fmt/format.h>

using namespace inceptoscope;
using namespace inceptoscope::test;

namespace {

/// Into the folders of the targets that take such a file.
void writeSeed(const std::filesystem::path &folder, const std::string &name,
               const std::string &bytes)
{
    const std::span contents = std::as_bytes(std::span(bytes));
    if (bytes.size() > 100'000)
        return;
    writeFile(folder / "pytorch" / name, bytes);
    if (bytes.size() > 8 && bytes[8] == '{')
        writeFile(folder / "safetensors" / name, bytes);
    if (!ZipReader::isZip(contents))
        return;
    writeFile(folder / "zip" / name, bytes);
    auto zip = ZipReader::open({contents, nullptr});
    if (!zip)
        return;
    for (const ZipEntry &entry : zip->entries()) {
        const auto pickle = entry.name.ends_with("data.pkl") ? zip->read(entry) : failure("");
        if (pickle)
            writeFile(folder / "pickle" / name,
                      {reinterpret_cast<const char *>(pickle->bytes.data()), pickle->bytes.size()});
    }
}

/// The archive with stored entries and without checksums, so that what changes in an entry is read
/// and not refused at once.
std::string unchecked(const std::string &bytes)
{
    std::vector<ZipPart> parts;
    auto zip = ZipReader::open({std::as_bytes(std::span(bytes)), nullptr});
    for (const ZipEntry &entry : zip ? zip->entries() : std::vector<ZipEntry>()) {
        const auto contents = zip->read(entry);
        if (!contents)
            continue;
        const auto *text = reinterpret_cast<const char *>(contents->bytes.data());
        parts.push_back(zipPart(entry.name, {text, contents->bytes.size()}));
        parts.back().local.crc = parts.back().central.crc = 0;
    }
    return zipArchive(parts);
}

/// What fuzz_pictures.cpp tells by the first byte, in its order.
void writePictureSeeds(const std::filesystem::path &folder)
{
    const auto write = [&](char file, const std::string &name, const std::string &bytes) {
        writeFile(folder / name, file + bytes);
    };
    const std::string pictures = idx({6, 4, 5}, pattern(120));
    const std::string labels = idx({6}, std::string("\0\1\2\0\1\2", 6));
    write(0, "idx-pictures", pictures);
    write(0, "idx-pictures-packed", gzipped(pictures));
    write(1, "idx-labels", labels);
    write(1, "idx-labels-packed", gzipped(labels));
    write(2, "idx-test", idx({3, 4, 5}, pattern(60)));
    write(3, "cifar10", cifarPictures({3, 9}));
    write(4, "cifar10-names", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
    write(5, "cifar100", std::string("\1\2", 2) + pattern(3072));
}

/// Behind a byte that fuzz_runlogs.cpp chooses the name by.
void writeLogSeeds(const std::filesystem::path &folder)
{
    for (const auto &entry : std::filesystem::recursive_directory_iterator(testData("logs"))) {
        if (entry.is_regular_file())
            writeFile(folder / entry.path().filename(), '\0' + readFile(entry.path()));
    }
    std::string events = versionRecord() + scalarRecord(1, 1, "loss", 0.5F);
    for (const int dtype : {1, 2, 3, 9, 14, 19}) {
        const std::string tensor =
            integerField(1, dtype) + floatField(5, 1) + doubleField(6, 1) + integerField(7, 1);
        events += summaryRecord(2, dtype, tensorValue("tensor", tensor));
    }
    writeFile(folder / "events", '\1' + events);
    writeFile(folder / "picture",
              '\1'
                  + summaryRecord(1, 1,
                                  bytesField(1, bytesField(4, pattern(70'000)))
                                      + simpleValue("beside", 1)));
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    const std::filesystem::path folder = argv[1];
    for (const char *target : {"pickle", "pictures", "pytorch", "runlogs", "safetensors", "zip"})
        std::filesystem::create_directories(folder / target);
    const auto data = testData("pytorch");
    for (const auto &entry : std::filesystem::directory_iterator(data)) {
        const std::string name = entry.path().filename().string();
        const std::string bytes = readFile(entry.path());
        writeSeed(folder, name, bytes);
        if (ZipReader::isZip(std::as_bytes(std::span(bytes))))
            writeSeed(folder, "unchecked-" + name, unchecked(bytes));
    }
    for (const HostileFile &file : hostileFiles())
        writeSeed(folder, file.name, file.bytes);
    writePictureSeeds(folder / "pictures");
    writeLogSeeds(folder / "runlogs");
    return 0;
}
