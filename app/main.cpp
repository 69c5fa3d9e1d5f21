#include "commandline/commandline.h"

#include <QCoreApplication>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    return inceptoscope::runCommandLine(argc, argv);
}
