#pragma once

#include "folders/folderarrangement.h"
#include "folders/folderrun.h"
#include "folders/foldertally.h"

#include <QString>

namespace inceptoscope {

/// What a cell says.
QString folderCellText(const FolderRow &row, int column, const QStringList &labels);
/// More of it: the path and where the time went, or why the photo could not be read.
QString folderToolTip(const FolderRow &row, const QStringList &labels);
/// For people who listen: the whole row in a sentence.
QString folderAccessibleText(const FolderRow &row, const QStringList &labels);

/// Rows as text with tabulators, for a spreadsheet: of positions in the chunks one after the other.
/// For a worker, as the next one: there may be 100,000 rows, or a million cells.
QString folderRowsText(const FolderChunks &chunks, const std::vector<int> &rows,
                       const QStringList &labels);
/// The same of a confusion matrix, with the classes' names.
QString confusionText(const ConfusionMatrix &matrix, const QStringList &labels);

/// "1,234 of 3,925 photos · 87.3 photos/s · 0:31 left", as far as it is known.
QString folderProgressText(const FolderProgress &progress, FolderRun::State state);
/// "Top-1 81.3 %, 1,596 of 1,963 (95 %: 79.5 to 83.0 %) · top-5 97.8 %, 1,919 (97.0 to 98.3 %)";
/// empty where nothing can be told right from wrong. Of a part of the photos, "Top-1 77.2 %, 241 of
/// the first 312 · top-5 96.2 %, 300": they come class by class, so a part is no sample.
QString folderAccuracyText(const FolderTally &tally, bool isComplete);
/// Which folders are named after no class; empty where all are.
QString unmatchedFoldersText(const FolderTally &tally);
/// "Inception-v4 · Imagenette at 160 px, residual scale 0.1", or "other residual scales" where they
/// differ from block to block.
QString folderSettingsText(const FolderSettings &settings);
/// Of one network that; of two "A: … · B: …".
QString folderSettingsText(const std::vector<FolderSettings> &settings);
/// The names of folders, one after the other.
QString folderNamesText(const QStringList &folders);
/// "3,925".
QString groupedText(qsizetype number);

} // namespace inceptoscope
