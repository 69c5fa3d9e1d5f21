#pragma once

#include "folders/foldercsv.h"

namespace inceptoscope {

/// How often two networks say the same of the photos of a folder.
struct AgreementTally
{
    int photos = 0;
    int unreadable = 0;
    int agreed = 0;

    /// Of a PairJob.
    void add(const FolderRow &row);
    int answered() const { return photos - unreadable; }
};

/// "They agree on 1,780 of 1,963 photos: 90.7 % (95 %: 89.3 to 91.9 %) · 2 could not be read";
/// empty without photos.
QString agreementText(const AgreementTally &tally);

/// One photo in a sentence.
QString disagreementText(const FolderRow &row, const QStringList &labels);

/// The table as RFC 4180 has it, UTF-8, with a header; a line for each photo.
QByteArray disagreementCsv(const FolderListing &listing);

} // namespace inceptoscope
