#pragma once

#include "folders/foldercsv.h"
#include "folders/foldertally.h"

namespace inceptoscope {

/// How often two networks say the same of the photos of a folder, and how often each is right.
struct AgreementTally
{
    int photos = 0;
    int unreadable = 0;
    int agreed = 0;
    FolderTally a{};
    FolderTally b{};

    /// Of a PairJob.
    void add(const FolderRow &row);
    int answered() const { return photos - unreadable; }
    bool isJudged() const { return a.judged() > 0 || b.judged() > 0; }
};

/// "They agree on 1,780 of 1,963 photos: 90.7 % (95 %: 89.3 to 91.9 %) · 2 could not be read";
/// empty without photos. Of a part of the photos, "They agree on 240 of the first 312 photos:
/// 76.9 %": they come folder by folder, so a part is no sample.
QString agreementText(const AgreementTally &tally, bool isComplete);

/// "A: Top-1 81.3 %, …", and a line for B; empty where nothing can be told right from wrong.
QString accuraciesText(const AgreementTally &tally, bool isComplete);

/// One photo in a sentence.
QString disagreementText(const FolderRow &row, const QStringList &labels);

/// The table as RFC 4180 has it, UTF-8, with a header; a line for each photo.
QByteArray disagreementCsv(const FolderListing &listing);

} // namespace inceptoscope
