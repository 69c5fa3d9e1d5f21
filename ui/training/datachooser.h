#pragma once

#include "async/diskworkers.h"
#include "training/datasurvey.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;
class QPushButton;

namespace inceptoscope {

/// Chooses a folder to train on, from those of before or another one, and says what is in it.
/// Folders are looked at on a thread.
class DataChooser : public QWidget
{
    Q_OBJECT

public:
    explicit DataChooser(QWidget *parent = nullptr);

    /// Of the person; may hold nothing to train on.
    QString folder() const { return m_folder; }
    void setFolder(const QString &folder);
    /// What was found in it; nothing until it is known, or where there is nothing to train on.
    const std::optional<DataSurvey> &survey() const { return m_survey; }
    /// Folders of before, those that were named last first.
    QStringList recent() const { return m_recent; }
    void setRecent(const QStringList &folders);

    /// Asks for a folder.
    void choose();
    /// Debian's dataset-fashion-mnist; empty until it is known to be there.
    const QString &fashionMnist() const { return m_fashion; }

    QComboBox *box() { return m_box; }
    QString sentence() const;

signals:
    void changed(); ///< the folder, or what is known of it
    void fashionMnistFound();

private:
    void build();
    void findFashionMnist();
    void fill();
    QString nameOf(const QString &folder) const;
    void takeRow(int row);
    void look();
    void take(const Expected<DataSurvey> &survey);

    QComboBox *m_box;
    QPushButton *m_choose;
    QLabel *m_sentence;
    QString m_folder;
    QString m_fashion;
    QStringList m_recent;
    std::optional<DataSurvey> m_survey;
    int m_ticket = 0;
    DiskWorkers m_disks;
};

} // namespace inceptoscope
